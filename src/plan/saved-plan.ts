import * as z from "zod/mini";
import { ServerError, ValidationError } from "../errors/index.js";
import type { Scope } from "../model/scopes.js";
import { isJsonObject } from "../wire/json.js";
import { Plan } from "./plan.js";

const FORMAT = 1;

/**
 * What is left of a plan when it is written to a file: enough to tell whether another plan is the same, and nothing of
 * what automations hold, so that no secret gets into the file.
 */
export interface SavedPlan {
  readonly format: typeof FORMAT;
  readonly owner: string;
  /** Whether everything the owner manages was going to be deleted. */
  readonly destroys: boolean;
  readonly prune: boolean;
  readonly adopt: boolean;
  readonly allowUnverified: boolean;
  /** Where it looked besides: paths, entities, scopes. */
  readonly scopes: readonly (Scope | string)[];
  /** How many automations the configuration had. */
  readonly wanted: number;
  readonly changes: readonly {
    readonly action: string;
    readonly name: string;
    readonly scope: string;
    /** SHA-256 of what is changed into what. */
    readonly digest: string;
  }[];
}

const savedPlan = z.object({
  format: z.literal(FORMAT),
  owner: z.string(),
  destroys: z.boolean(),
  prune: z.boolean(),
  adopt: z.boolean(),
  allowUnverified: z.boolean(),
  scopes: z.array(z.custom<Scope | string>((scope) => typeof scope === "string" || isJsonObject(scope))),
  wanted: z.number(),
  changes: z.array(z.object({ action: z.string(), name: z.string(), scope: z.string(), digest: z.string() })),
});

/**
 * A plan as it can be written to a file and held against a later plan.
 *
 * @example
 * ```ts no-run
 * import { Api } from "wandb-automations";
 * import { approvePlan, applyPlan, planAutomations, savePlan } from "wandb-automations/plan";
 *
 * const api = new Api();
 * const approved = JSON.stringify(await savePlan(await planAutomations(api, [], { owner: "acme-alerts" })));
 * const later = await planAutomations(api, [], { owner: "acme-alerts" });
 * await approvePlan(later, JSON.parse(approved));
 * await applyPlan(api, later);
 * ```
 */
export async function savePlan(plan: Plan): Promise<SavedPlan> {
  const { source, work } = Plan.insideOf(plan);
  const { owner, prune = false, adopt = false, allowUnverified = false, scopes = [] } = source.options;
  const changes = work.map(async ({ item: { action, name, scope }, fingerprint }) => {
    return { action, name, scope, digest: await digest(fingerprint) };
  });
  return {
    ...{ format: FORMAT, owner, destroys: source.destroys, prune, adopt, allowUnverified, scopes },
    wanted: source.desired.length,
    changes: await Promise.all(changes),
  };
}

/**
 * Holds a plan against one that was saved: everything it does must have been in that one. What was in that one and is
 * done by now may be missing.
 *
 * @param saved what {@link savePlan} gave, after its way through JSON.
 * @throws ValidationError if `saved` isn't a saved plan.
 * @throws ServerError `CONFLICT` naming what wasn't in it.
 */
export async function approvePlan(plan: Plan, saved: unknown): Promise<void> {
  const { owner, changes, wanted } = readSavedPlan(saved);
  const known = new Set(changes.map((change) => change.digest));
  const now = await savePlan(plan);
  const other = now.changes.filter((change) => !known.has(change.digest));
  const names = [...other, ...plan.conflicts].map(({ name, scope }) => `${name} (${scope})`);
  const what = [
    ...(now.owner === owner ? [] : [`the owner is ${now.owner}, not ${owner}`]),
    ...(now.wanted === wanted
      ? []
      : [`the configuration has another number of automations (${now.wanted}, not ${wanted})`]),
    ...names,
  ].join(", ");
  if (what === "") return;
  throw new ServerError("CONFLICT", `The saved plan isn't what would be done now: ${what}.`, {
    hint: "The server or the configuration has changed since. Nothing was done: plan again, and look at the plan.",
  });
}

/** @throws ValidationError if it isn't a saved plan. */
export function readSavedPlan(saved: unknown): SavedPlan {
  const result = savedPlan.safeParse(saved);
  if (result.success) return result.data;
  const message = "must be what savePlan() gives (a file that plan --out wrote)";
  throw new ValidationError("Plan", [{ code: "invalid_plan", path: ["saved"], message }]);
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
