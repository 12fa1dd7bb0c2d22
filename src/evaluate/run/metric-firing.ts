import type { RunInfo } from "../../history/run-history.js";
import { describeFiring } from "../describe-condition.js";
import type { MetricFiring } from "../verdict/firing.js";
import { runRef } from "../verdict/run-ref.js";
import { measure } from "../window/measure.js";
import type { Held } from "./metric-series.js";

/** The firing at a value, with its windows and the numbers that were compared, measured exactly. */
export function metricFiring(metric: string, run: RunInfo, held: Held): MetricFiring {
  const { watch, values, at, available, step, timestamp } = held;
  const { condition, plan } = watch;
  const measurement = measure(condition, values, at, available);
  const start = at + 1 - available;
  const middle = Math.max(start, at + 1 - condition.window);
  return {
    kind: "metric",
    automation: plan.ref,
    run: runRef(run),
    ...(Number.isNaN(step) ? {} : { step }),
    ...(Number.isNaN(timestamp) ? {} : { timestamp }),
    metric,
    values: Array.from(values.subarray(middle, at + 1)),
    prior: Array.from(values.subarray(Math.max(start, middle - condition.prior), middle)),
    measurement,
    compared: measurement.compared,
    comparison: condition.comparison,
    threshold: condition.limit,
    reason: describeFiring(metric, condition, measurement),
  };
}
