import { ValidationError } from "../errors/index.js";
import { hasBrand } from "./brand.js";
import { type MetricFilter, RunMetricFilter } from "./metric-filters.js";
import { RunStateFilter, type StateFilter } from "./state-filter.js";
import { describeValue } from "./validate-input.js";

function refuse(subject: string, expected: string, given: unknown): never {
  throw new ValidationError(subject, [
    { code: "invalid_filter", path: ["filter"], message: `must be ${expected}, got ${describeValue(given)}` },
  ]);
}

/** A metric condition, with or without the runs it watches. */
export type RunMetricFilterInput = MetricFilter | RunMetricFilter;

export function toRunMetricFilter(subject: string, given: unknown): RunMetricFilter {
  if (hasBrand(given, "runMetricFilter")) return given as RunMetricFilter;
  if (hasBrand(given, "metricFilter")) return new RunMetricFilter({ metric: given as MetricFilter });
  return refuse(subject, 'a metric condition such as RunEvent.metric("loss").avg(5).gt(0.5)', given);
}

/** States, with or without the runs that are watched. */
export type RunStateFilterInput = StateFilter | RunStateFilter;

export function toRunStateFilter(subject: string, given: unknown): RunStateFilter {
  if (hasBrand(given, "runStateFilter")) return given as RunStateFilter;
  if (hasBrand(given, "stateFilter")) return new RunStateFilter({ state: given as StateFilter });
  return refuse(subject, 'states such as RunEvent.state.in(["failed"])', given);
}
