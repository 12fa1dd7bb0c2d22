import type { RunInfo } from "../../history/run-history.js";
import type { EventPlan } from "../event-plan.js";
import { failedClauses } from "../filter/explain-filter.js";
import { matches } from "../filter/filter-program.js";
import { runFields } from "../filter/run-fields.js";
import { matchScope } from "../scope/in-scope.js";
import type { Blocker } from "../verdict/outcome.js";

/** Whether an automation looks at a run at all, and why not. */
export interface Admission {
  readonly blocker?: Blocker;
  /** What had to be assumed. */
  readonly notes: readonly string[];
}

/** Checks, in this order: enabled, scope, run filter. */
export function admit(plan: EventPlan, run: RunInfo): Admission {
  const { automation, filter } = plan;
  if (!automation.enabled)
    return { blocker: { kind: "disabled", message: "the automation is disabled" }, notes: [] };
  const { kind } = automation.scope;
  if (kind === "collection" || kind === "registry" || kind === "registryCollection") {
    const message = `a ${kind === "registry" ? "registry" : "collection"} has no runs, so nothing in it can fire a run event`;
    return { blocker: { kind: "scope", message }, notes: [] };
  }
  const scope = matchScope(automation.scope, run);
  if (!scope.inScope) return { blocker: { kind: "scope", message: scope.why }, notes: [] };
  const notes = scope.note === undefined ? plan.notes : [scope.note, ...plan.notes];
  const read = runFields(run);
  if (matches(filter, read)) return { notes };
  const clauses = failedClauses(filter, read);
  return {
    blocker: { kind: "filter", clauses, message: `the run filter excludes it: ${clauses.join("; ")}` },
    notes,
  };
}
