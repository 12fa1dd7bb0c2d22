import type { EventPlan } from "../../evaluate/event-plan.js";
import type { MetricFiring, RunRef } from "../../evaluate/verdict/firing.js";
import type { RunOutcome } from "../../evaluate/verdict/outcome.js";
import { measure } from "../../evaluate/window/measure.js";
import type { ExecutionRecord } from "../store/records.js";

/**
 * A recorded execution as the firing that a picture draws, its windows taken from the run's values. What fired can
 * differ from what a dry run of the whole run says: the automation may have been made, enabled or changed on the way.
 * `undefined` where the step isn't among the values.
 */
export function firingOf(
  { ref, watched }: EventPlan,
  { series }: RunOutcome,
  { run, reason }: ExecutionRecord,
  runRef: RunRef,
): MetricFiring | undefined {
  const step = run?.step ?? undefined;
  const at = step === undefined ? -1 : (series?.steps.indexOf(step) ?? -1);
  if (watched.kind !== "metric" || series === undefined || step === undefined || at < 0) return undefined;
  const { condition } = watched;
  const available = Math.min(at + 1, condition.needed);
  const measurement = measure(condition, series.values, at, available);
  const start = at + 1 - available;
  const middle = Math.max(start, at + 1 - condition.window);
  return {
    kind: "metric",
    automation: ref,
    run: runRef,
    step,
    metric: watched.metric,
    values: series.values.slice(middle, at + 1),
    prior: series.values.slice(start, middle),
    measurement,
    compared: measurement.compared,
    comparison: condition.comparison,
    threshold: condition.limit,
    reason,
  };
}
