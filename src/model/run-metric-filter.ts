import { ValidationError } from "../errors/index.js";
import { hasBrand, sealAs } from "./brand.js";
import { readCondition } from "./condition-options.js";
import { describeValue } from "./describe-value.js";
import type { FilterExpression, FilterInput } from "./filter-expression.js";
import type { MetricFilter } from "./metric-filter.js";
import { whichRuns } from "./run-filter.js";

const METRIC_RULE = 'a metric condition such as RunEvent.metric("loss").avg(5).gt(0.5)';

/**
 * A metric condition together with the runs it watches. Made by `metricFilter.and(runFilter)`.
 *
 * @throws ValidationError listing every option that is wrong.
 */
export class RunMetricFilter {
  readonly metric: MetricFilter;
  /** The runs that are watched. */
  readonly run: FilterExpression;

  constructor(options: { readonly metric: MetricFilter; readonly run?: FilterInput | undefined }) {
    const { condition, run } = readCondition<MetricFilter>("RunMetricFilter", options, {
      name: "metric",
      brand: "metricFilter",
      rule: METRIC_RULE,
    });
    this.metric = condition;
    this.run = run;
    sealAs(this, "runMetricFilter");
  }

  /** Only for runs that `other` admits too. */
  and(other: FilterInput): RunMetricFilter {
    return new RunMetricFilter({ metric: this.metric, run: this.run.and(other) });
  }

  toString(): string {
    return `${this.metric}${whichRuns(this.run)}`;
  }
}

/** A metric condition, with or without the runs it watches. */
export type RunMetricFilterInput = MetricFilter | RunMetricFilter;

/**
 * Reads the filter of an event.
 *
 * @throws ValidationError when it is no condition on a metric.
 */
export function toRunMetricFilter(given: unknown): RunMetricFilter {
  if (hasBrand(given, "runMetricFilter")) return given as RunMetricFilter;
  if (hasBrand(given, "metricFilter")) return new RunMetricFilter({ metric: given as MetricFilter });
  throw new ValidationError("Filter", [
    {
      code: "invalid_filter",
      path: ["filter"],
      message: `must be ${METRIC_RULE}, got ${describeValue(given)}`,
    },
  ]);
}
