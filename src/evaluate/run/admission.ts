import type { RunInfo } from "../../history/run-history.js";
import type { EventPlan } from "../event-plan.js";
import { failedClauses } from "../filter/explain-filter.js";
import { matches } from "../filter/filter-program.js";
import { runFields } from "../filter/run-fields.js";
import { matchScope } from "../scope/in-scope.js";
import { filterBlocker } from "../verdict/blockers.js";
import type { Blocker } from "../verdict/outcome.js";

/** Whether an automation looks at a run at all, and why not. */
export interface Admission {
  readonly blocker?: Blocker;
  /** What had to be assumed. */
  readonly notes: readonly string[];
}

/** Whether the automation is enabled and the run in its scope: what can't change while the run goes on. */
export function admitPlace({ automation, notes }: EventPlan, run: RunInfo): Admission {
  if (!automation.enabled) {
    return { blocker: { kind: "disabled", message: "the automation is disabled" }, notes: [] };
  }
  const { kind } = automation.scope;
  if (kind === "collection" || kind === "registry" || kind === "registryCollection") {
    const noun = kind === "registry" ? "registry" : "collection";
    const message = `a ${noun} has no runs, so nothing in it can fire a run event`;
    return { blocker: { kind: "scope", message }, notes: [] };
  }
  const scope = matchScope(automation.scope, run);
  if (!scope.inScope) return { blocker: { kind: "scope", message: scope.why }, notes: [] };
  return { notes: scope.note === undefined ? notes : [scope.note, ...notes] };
}

/** Whether the run filter admits the run as it is now. */
export function admitsFields({ filter }: EventPlan, run: RunInfo): boolean {
  return matches(filter, runFields(run));
}

/** Checks enabled, scope and run filter, in this order. */
export function admit(plan: EventPlan, run: RunInfo): Admission {
  const admission = admitPlace(plan, run);
  if (admission.blocker !== undefined || admitsFields(plan, run)) return admission;
  return { blocker: filterBlocker(failedClauses(plan.filter, runFields(run))), notes: admission.notes };
}
