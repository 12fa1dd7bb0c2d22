import type { RunInfo } from "../../history/run-history.js";
import type { EventPlan } from "../event-plan.js";
import {
  conditionBlocker,
  cooldownBlocker,
  nanBlocker,
  stateBlocker,
  windowBlocker,
} from "../verdict/blockers.js";
import type { Blocker, LoggedSeries, RunOutcome } from "../verdict/outcome.js";
import { runRef } from "../verdict/run-ref.js";
import type { Admission } from "./admission.js";
import type { MetricWatch } from "./metric-watch.js";
import type { StateWatch } from "./state-watch.js";

const NOTHING = { firings: 0, logged: 0, evaluated: 0, satisfied: 0 };

/** The outcome of a run that the automation doesn't look at. */
export function excludedOutcome(
  plan: EventPlan,
  run: RunInfo,
  admission: Admission & { blocker: Blocker },
): RunOutcome {
  const { blocker, notes } = admission;
  return { kind: "run", automation: plan.ref, run: runRef(run), ...NOTHING, blockers: [blocker], notes };
}

/** What is known of a metric besides what its watch counted. */
export interface Logged {
  readonly metric: string;
  /** How many values were logged, and how many are needed before anything is evaluated. */
  readonly logged: number;
  readonly needed: number;
  readonly series?: LoggedSeries;
  /** Keys of the run's first row. */
  readonly keys: readonly string[];
}

/** The outcome of a metric automation on a run. */
export function metricOutcome(
  watch: MetricWatch,
  run: RunInfo,
  known: Logged,
  notes: readonly string[],
): RunOutcome {
  const { plan, satisfied, firings, closest, satisfiedSteps } = watch;
  const evaluated = Math.max(0, known.logged - known.needed + 1);
  return {
    kind: "run",
    automation: plan.ref,
    run: runRef(run),
    firings,
    logged: known.logged,
    evaluated,
    satisfied,
    ...(satisfiedSteps === undefined ? {} : { satisfiedSteps }),
    ...(known.series === undefined ? {} : { series: known.series }),
    ...(closest === undefined ? {} : { closest }),
    blockers: metricBlockers(watch, known, evaluated),
    notes,
  };
}

function metricBlockers(watch: MetricWatch, known: Logged, evaluated: number): Blocker[] {
  const { satisfied, firings, kernel, closest } = watch;
  const { metric, logged, needed, keys } = known;
  if (logged === 0) {
    const has = keys.length > 0 ? `; its first row has ${keys.join(", ")}` : "; the run logged nothing";
    return [{ kind: "notLogged", metric, message: `${metric} was never logged${has}` }];
  }
  if (evaluated === 0) return [windowBlocker(logged, needed)];
  const blockers: Blocker[] = [];
  if (kernel.nans > 0) {
    blockers.push(nanBlocker(kernel.nans, evaluated));
  }
  if (satisfied > firings) blockers.push(cooldownBlocker(satisfied - firings));
  if (satisfied === 0) blockers.push(conditionBlocker(evaluated, closest, watch.condition.limit));
  return blockers;
}

/** The outcome of a run-state automation on a run. */
export function stateOutcome(watch: StateWatch, run: RunInfo, notes: readonly string[]): RunOutcome {
  const { plan, satisfied, firings, seen } = watch;
  const blockers: Blocker[] = [];
  if (satisfied === 0) blockers.push(stateBlocker(seen, watch.states));
  if (satisfied > firings) blockers.push(cooldownBlocker(satisfied - firings));
  const counts = { firings, logged: seen.length, evaluated: seen.length, satisfied };
  return { kind: "run", automation: plan.ref, run: runRef(run), ...counts, blockers, notes };
}
