import type { Api } from "../../client/api.js";
import { formatPlan } from "../../plan/format-plan.js";
import type { Plan, PlanOptions } from "../../plan/plan.js";
import { planAutomations, planDestroy } from "../../plan/plan-automations.js";
import type { CommandIo } from "../command-io.js";
import { openApi } from "../open-api.js";
import { findOwner } from "./find-owner.js";
import { loadDesired } from "./load-desired.js";
import type { PlanFlags } from "./plan-flags.js";

/** A plan of what is in files, and the client it was made with. */
export interface PlannedFiles {
  readonly api: Api;
  readonly plan: Plan;
}

/** Loads files and compares them with the server. */
export async function planFiles(
  io: CommandIo,
  files: readonly string[],
  { owner: given, scope, ...options }: Omit<PlanFlags, "scope"> & { readonly scope?: PlanOptions["scopes"] },
  destroys = false,
): Promise<PlannedFiles> {
  const owner = await findOwner(io, given);
  const desired = await loadDesired(io, files);
  const api = await openApi(io);
  const plan = await (destroys ? planDestroy : planAutomations)(api, desired, {
    ...options,
    ...{ owner, scopes: scope, signal: io.signal },
  });
  return { api, plan };
}

/** Shows a plan to people. */
export function showPlan(io: CommandIo, plan: Plan): void {
  io.out(`${formatPlan(plan, { paint: io.paint, columns: io.columns })}\n`);
}
