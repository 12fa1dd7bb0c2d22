import { describeFiring } from "../../evaluate/describe-condition.js";
import type { EventPlan } from "../../evaluate/event-plan.js";
import type { Firing, RunRef } from "../../evaluate/verdict/firing.js";
import { measure } from "../../evaluate/window/measure.js";
import type { FiringRow } from "./result-rows.js";

/** A firing as the evaluator tells it: the numbers are worked out anew from the values in the windows. */
export function toFiring(row: FiringRow, plan: EventPlan, run: RunRef): Firing {
  const { watched, ref } = plan;
  const place = {
    automation: ref,
    run,
    ...(row.step === undefined ? {} : { step: row.step }),
    ...(row.time === undefined ? {} : { timestamp: row.time }),
  };
  if (watched.kind !== "metric") {
    const state = row.state ?? "running";
    return { kind: "state", ...place, state, reason: `the run changed to ${state}` };
  }
  const { condition, metric } = watched;
  const { values } = row;
  const measurement = measure(condition, values, values.length - 1, values.length);
  // Of partial windows, there are fewer values than the current one holds.
  const middle = Math.max(0, values.length - condition.window);
  return {
    kind: "metric",
    ...place,
    metric,
    values: values.slice(middle),
    prior: values.slice(0, middle),
    measurement,
    compared: measurement.compared,
    comparison: condition.comparison,
    threshold: condition.limit,
    reason: describeFiring(metric, condition, measurement),
  };
}
