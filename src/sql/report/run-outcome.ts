import type { EventPlan } from "../../evaluate/event-plan.js";
import { failedClauses } from "../../evaluate/filter/explain-filter.js";
import { MISSING } from "../../evaluate/filter/filter-value.js";
import { admit } from "../../evaluate/run/admission.js";
import { matchScope } from "../../evaluate/scope/in-scope.js";
import type { RunRef } from "../../evaluate/verdict/firing.js";
import type { Blocker, RunOutcome } from "../../evaluate/verdict/outcome.js";
import { parseJsonValue } from "../../history/json-value.js";

/** What queries found of one automation on one run. */
export interface RunFindings {
  readonly firings: number;
  readonly satisfied: number;
  readonly logged: number;
  /** The state that the run ended in, where it is known. */
  readonly state: string | undefined;
  /** Whether scope and run filter let the run through. */
  readonly admitted: boolean;
  /** A field of the run as JSON text; undefined where it has none. */
  field(name: string): string | undefined;
}

const ENDED: ReadonlySet<string> = new Set(["finished", "failed", "crashed", "killed"]);

/** What an automation made of a run. Unlike the evaluator's, it doesn't say how close a miss was. */
export function runOutcome(plan: EventPlan, run: RunRef, found: RunFindings): RunOutcome {
  const { watched, ref, automation, notes } = plan;
  const scope = matchScope(automation.scope, run);
  const assumed = scope.inScope && scope.note !== undefined ? [scope.note, ...notes] : notes;
  const base = {
    kind: "run",
    automation: ref,
    run,
    firings: 0,
    logged: 0,
    evaluated: 0,
    satisfied: 0,
  } as const;
  const blocker = exclusion(plan, run, found);
  if (blocker !== undefined) {
    return { ...base, blockers: [blocker], notes: blocker.kind === "filter" ? assumed : [] };
  }
  const { firings, satisfied } = found;
  if (watched.kind !== "metric") {
    const blockers = satisfied > firings ? [inside24(satisfied - firings)] : [];
    // A run starts running, and ends in a state that isn't that.
    const changes = found.state !== undefined && ENDED.has(found.state) ? 2 : 1;
    return { ...base, firings, satisfied, logged: changes, evaluated: changes, blockers, notes: assumed };
  }
  const evaluated = Math.max(0, found.logged - watched.condition.needed + 1);
  const blockers = metricBlockers(watched.metric, watched.condition.needed, evaluated, found);
  return {
    ...base,
    firings,
    logged: found.logged,
    evaluated,
    satisfied,
    blockers,
    notes: assumed,
  };
}

function exclusion(plan: EventPlan, run: RunRef, found: RunFindings): Blocker | undefined {
  // An automation that can't fire on any run is out before its filter is looked at.
  const never = admit(
    { ...plan, filter: { steps: [{ kind: "and", children: [] }], fields: [] } },
    run,
  ).blocker;
  if (never !== undefined) return never;
  if (found.admitted) return undefined;
  const clauses = failedClauses(plan.filter, (name) => {
    const text = found.field(name);
    return text === undefined ? MISSING : parseJsonValue(text);
  });
  return { kind: "filter", clauses, message: `the run filter excludes it: ${clauses.join("; ")}` };
}

function metricBlockers(metric: string, needed: number, evaluated: number, found: RunFindings): Blocker[] {
  const { logged, satisfied, firings } = found;
  if (logged === 0) return [{ kind: "notLogged", metric, message: `${metric} was never logged` }];
  if (evaluated === 0) {
    const message = `the window was never full: ${logged} of ${needed} values`;
    return [{ kind: "window", filled: logged, needed, message }];
  }
  if (satisfied === 0) {
    return [{ kind: "condition", message: `it never held at any of ${evaluated} values` }];
  }
  return satisfied > firings ? [inside24(satisfied - firings)] : [];
}

function inside24(count: number): Blocker {
  const times = count === 1 ? "time" : "times";
  const message = `${count} more ${times} it held within 24 hours of a firing, which don't count`;
  return { kind: "cooldown", count, message };
}
