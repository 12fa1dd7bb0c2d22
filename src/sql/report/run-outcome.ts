import type { EventPlan } from "../../evaluate/event-plan.js";
import { failedClauses } from "../../evaluate/filter/explain-filter.js";
import { MISSING } from "../../evaluate/filter/filter-value.js";
import { admitPlace } from "../../evaluate/run/admission.js";
import {
  conditionBlocker,
  cooldownBlocker,
  filterBlocker,
  nanBlocker,
  stateBlocker,
  windowBlocker,
} from "../../evaluate/verdict/blockers.js";
import type { RunRef } from "../../evaluate/verdict/firing.js";
import type { Blocker, RunOutcome } from "../../evaluate/verdict/outcome.js";
import { parseJsonValue } from "../../history/json-value.js";
import type { Misses } from "./closest-misses.js";

/** What queries found of one automation on one run. */
export interface RunFindings {
  readonly firings: number;
  readonly satisfied: number;
  /** How close it came elsewhere; undefined where that wasn't asked. */
  readonly misses: Misses | undefined;
  readonly logged: number;
  /** Logged values needed before a condition is evaluated; 0 for changes of state. */
  readonly least: number;
  /** The state that the run ended in, where it is known. */
  readonly state: string | undefined;
  /** Whether scope and run filter let the run through. */
  readonly admitted: boolean;
  /** A field of the run as JSON text; undefined where it has none. */
  field(name: string): string | undefined;
}

const ENDED: ReadonlySet<string> = new Set(["finished", "failed", "crashed", "killed"]);

/** What an automation made of a run, as the evaluator tells it, but for the closest miss where that wasn't asked. */
export function runOutcome(plan: EventPlan, run: RunRef, found: RunFindings): RunOutcome {
  const { watched, ref } = plan;
  const { blocker = admitFields(plan, found), notes } = admitPlace(plan, run);
  const base = {
    kind: "run",
    automation: ref,
    run,
    firings: 0,
    logged: 0,
    evaluated: 0,
    satisfied: 0,
    notes,
  } as const;
  if (blocker !== undefined) return { ...base, blockers: [blocker] };
  const { firings, satisfied } = found;
  if (watched.kind !== "metric") {
    // A run starts running, and ends in a state that isn't that.
    const ended = found.state !== undefined && ENDED.has(found.state) ? [found.state] : [];
    const seen = ["running", ...ended];
    const wanted = watched.kind === "state" ? watched.states : new Set<string>();
    const blockers = satisfied === 0 ? [stateBlocker(seen, wanted)] : [];
    if (satisfied > firings) blockers.push(cooldownBlocker(satisfied - firings));
    return { ...base, firings, satisfied, logged: seen.length, evaluated: seen.length, blockers };
  }
  const evaluated = Math.max(0, found.logged - found.least + 1);
  const blockers = metricBlockers(watched.metric, watched.condition.limit, evaluated, found);
  const { closest } = found.misses ?? {};
  const near = closest === undefined ? {} : { closest };
  return { ...base, firings, logged: found.logged, evaluated, satisfied, ...near, blockers };
}

/** What the run filter says, as the database found: it has looked at the fields already. */
function admitFields({ filter }: EventPlan, found: RunFindings): Blocker | undefined {
  if (found.admitted) return undefined;
  return filterBlocker(
    failedClauses(filter, (name) => {
      const text = found.field(name);
      return text === undefined ? MISSING : parseJsonValue(text);
    }),
  );
}

function metricBlockers(metric: string, limit: number, evaluated: number, found: RunFindings): Blocker[] {
  const { logged, satisfied, firings, least, misses } = found;
  if (logged === 0) return [{ kind: "notLogged", metric, message: `${metric} was never logged` }];
  if (evaluated === 0) return [windowBlocker(logged, least)];
  const blockers: Blocker[] = [];
  if (misses !== undefined && misses.nans > 0) blockers.push(nanBlocker(misses.nans, evaluated));
  if (satisfied > firings) blockers.push(cooldownBlocker(satisfied - firings));
  if (satisfied === 0) {
    const blocker = conditionBlocker(evaluated, misses?.closest, limit);
    const unknown = misses === undefined ? "; how close it came wasn't asked" : "";
    blockers.push({ ...blocker, message: `${blocker.message}${unknown}` });
  }
  return blockers;
}
