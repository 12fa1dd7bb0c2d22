import { sealAs } from "./brand.js";
import type { FilterInput } from "./filter-expression.js";
import {
  type Aggregation,
  type AggregationInput,
  type Comparison,
  type ComparisonInput,
  metricText,
  readAggregation,
  readComparison,
  readMetricName,
  readThreshold,
  readWindow,
} from "./metric-vocabulary.js";
import { nullish, optional } from "./option-readers.js";
import { RunMetricFilter } from "./run-metric-filter.js";
import { validateInput } from "./validate-input.js";

/** Window of an aggregated threshold where none is given (documented by the product). */
const DEFAULT_WINDOW = 5;

export interface MetricThresholdOptions {
  /** The metric, as it is logged: `"loss"`, `"val/accuracy"`, `"opt.lr"`. */
  readonly name: string;
  readonly cmp: ComparisonInput;
  readonly threshold: number;
  /** How the window becomes one number. Left out or `null`: the latest value alone. */
  readonly agg?: AggregationInput | null | undefined;
  /** Logged values in the window: 5 by default, and 1 without an aggregation. */
  readonly window?: number | undefined;
}

const READERS = {
  name: readMetricName,
  cmp: readComparison,
  threshold: readThreshold,
  agg: nullish(readAggregation),
  window: optional(readWindow),
};

/**
 * A metric, or its aggregate over a window, compares with a threshold.
 *
 * Without `agg` the latest value is compared; with one the window defaults to 5 (documented by the product).
 *
 * @throws ValidationError listing every option that is wrong.
 * @example
 * ```ts
 * import { MetricThresholdFilter } from "wandb-automations";
 *
 * const high = new MetricThresholdFilter({ name: "accuracy", cmp: ">", threshold: 0.95 });
 * const steady = new MetricThresholdFilter({ name: "loss", agg: "average", window: 20, cmp: "<", threshold: 0.1 });
 * console.log(`${high}, ${steady}`);
 * ```
 */
export class MetricThresholdFilter {
  readonly kind = "threshold";
  readonly name: string;
  readonly agg: Aggregation | null;
  /** In logged values of the metric. */
  readonly window: number;
  readonly cmp: Comparison;
  readonly threshold: number;

  constructor(options: MetricThresholdOptions) {
    const given = validateInput(READERS, options, "MetricThresholdFilter");
    this.name = given.name;
    this.agg = given.agg ?? null;
    this.window = this.agg === null ? 1 : (given.window ?? DEFAULT_WINDOW);
    this.cmp = given.cmp;
    this.threshold = given.threshold;
    sealAs(this, "metricFilter");
  }

  /** Only for runs that `runFilter` admits. */
  and(runFilter: FilterInput): RunMetricFilter {
    return new RunMetricFilter({ metric: this, run: runFilter });
  }

  toString(): string {
    return `${metricText(this)} ${this.cmp} ${this.threshold}`;
  }
}
