import { ValidationError, type ValidationIssue } from "../errors/index.js";
import type { CompiledAutomation, CompiledScope } from "../wire/compiled-automation.js";
import type { ActionConfig } from "../wire/inputs.js";
import { isJsonObject } from "../wire/json.js";
import { hasBrand, sealAs } from "./brand.js";
import { describeValue } from "./describe-value.js";
import { anything, flag, instance, optional, someText, text } from "./option-readers.js";
import { parseScope } from "./parse-scope.js";
import type { Scope } from "./scopes.js";
import { validateInput } from "./validate-input.js";

/** An event as the server has it. */
export interface KeptEvent {
  /** What the server calls it, e.g. `UPDATE_ARTIFACT_ALIAS`. */
  readonly type: string;
  /** Its filter, as the text that mutations take. */
  readonly filter: string;
}

/** An action as the server has it. */
export interface KeptAction {
  /** What the server calls it, e.g. `QUEUE_JOB`. */
  readonly type: string;
  /** Its input as mutations take it; left out where the server doesn't tell enough to write it back. */
  readonly config?: ActionConfig | undefined;
}

/** What {@link keepAutomation} takes. */
export interface KeptAutomationOptions {
  readonly name: string;
  readonly description?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly scope:
    | Scope
    | string
    | { readonly kind: "unknown"; readonly scopeType: string; readonly id: string };
  readonly event: KeptEvent;
  readonly action: KeptAction;
}

/** An automation that is kept as the server has it. */
export interface KeptAutomation {
  readonly kind: "keptAutomation";
  readonly name: string;
  /** What would be sent for it. */
  readonly compiled: CompiledAutomation;
}

const isEvent = (value: unknown): value is KeptEvent =>
  isJsonObject(value) && typeof value.type === "string" && typeof value.filter === "string";
const isAction = (value: unknown): value is KeptAction =>
  isJsonObject(value) &&
  typeof value.type === "string" &&
  (value.config === undefined || isJsonObject(value.config));
const READERS = {
  name: someText("must be the automation's name"),
  description: optional(text("must be text")),
  enabled: optional(flag("must be true or false")),
  scope: anything,
  event: instance(isEvent, 'must be { type: "…", filter: "…" }'),
  action: instance(isAction, 'must be { type: "…" } or { type: "…", config: { … } }'),
};

/**
 * An automation of a kind this version has no builders for, written down as the server has it: what `pull` makes of
 * such. Plans compare and rename it, switch it on and off, and leave alone what they can't write.
 *
 * @throws ValidationError listing every option that is wrong.
 * @example
 * ```ts
 * import { keepAutomation } from "wandb-automations/plan";
 *
 * export const trained = keepAutomation({
 *   name: "train-on-new-alias",
 *   scope: "acme/vision/resnet",
 *   event: { type: "UPDATE_ARTIFACT_ALIAS", filter: '{"$or":[{"$and":[]}]}' },
 *   action: { type: "QUEUE_JOB" },
 * });
 * console.log(trained.name);
 * ```
 */
export function keepAutomation(given: KeptAutomationOptions): KeptAutomation {
  const scope = readScope(given?.scope);
  const read = validateInput(READERS, given, "KeptAutomation", scope.issues);
  const { name, description, enabled = true, event, action } = read;
  const kept: KeptAutomation = {
    kind: "keptAutomation",
    name,
    compiled: Object.freeze({
      name,
      ...(description === undefined ? {} : { description }),
      enabled,
      scope: scope.scope as CompiledScope,
      eventType: event.type,
      eventFilter: event.filter,
      actionType: action.type,
      ...(action.config === undefined ? {} : { actionConfig: action.config }),
    }),
  };
  sealAs(kept, "keptAutomation");
  return kept;
}

/** Whether `value` is a {@link KeptAutomation}, also one of this package's other build. */
export function isKeptAutomation(value: unknown): value is KeptAutomation {
  return hasBrand(value, "keptAutomation");
}

function readScope(given: unknown): { scope?: CompiledScope; issues: readonly ValidationIssue[] } {
  if (isJsonObject(given) && given.kind === "unknown") {
    const { scopeType, id } = given;
    if (typeof scopeType === "string" && typeof id === "string" && id !== "")
      return { scope: Object.freeze({ kind: "unknown", scopeType, id }), issues: [] };
    const message = `of kind "unknown" must have a scopeType and an id, got ${describeValue(given)}`;
    return { issues: [{ code: "invalid_scope", path: ["scope"], message }] };
  }
  try {
    return { scope: parseScope(given), issues: [] };
  } catch (error) {
    if (error instanceof ValidationError) return { issues: error.issues };
    throw error;
  }
}
