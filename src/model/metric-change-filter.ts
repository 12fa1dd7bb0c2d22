import { sealAs } from "./brand.js";
import type { FilterInput } from "./filter-expression.js";
import {
  type Aggregation,
  type AggregationInput,
  type ChangeDirection,
  type ChangeDirectionInput,
  type ChangeType,
  type ChangeTypeInput,
  metricText,
  readAggregation,
  readChangeDirection,
  readChangeType,
  readMetricName,
  readPositive,
  readWindow,
} from "./metric-vocabulary.js";
import { nullish, optional } from "./option-readers.js";
import { RunMetricFilter } from "./run-metric-filter.js";
import { validateInput } from "./validate-input.js";

/** Windows of a change where none are given (documented by the product). */
const DEFAULT_WINDOW = 10;
const DEFAULT_PRIOR_WINDOW = 50;

export interface MetricChangeOptions {
  /** The metric, as it is logged. */
  readonly name: string;
  /** How much it has to change, above 0: a fraction (0.1 is 10 %) when relative, else in the metric's unit. */
  readonly amount: number;
  /** How each window becomes one number; `average` by default. `null`: the latest value and the one before it. */
  readonly agg?: AggregationInput | null | undefined;
  /** Logged values in the current window: 10 by default. */
  readonly window?: number | undefined;
  /** Logged values in the window before the current one: 50 by default. */
  readonly priorWindow?: number | undefined;
  /** `relative` by default. */
  readonly changeType?: ChangeTypeInput | undefined;
  /** `any` by default. */
  readonly changeDir?: ChangeDirectionInput | undefined;
}

const READERS = {
  name: readMetricName,
  amount: readPositive,
  agg: nullish(readAggregation),
  window: optional(readWindow),
  priorWindow: optional(readWindow),
  changeType: optional(readChangeType),
  changeDir: optional(readChangeDirection),
};

/**
 * A metric's current window differs from the window just before it.
 *
 * Defaults: average of the last 10 values against the 50 before them, relative, in any direction (documented by the
 * product; the Python SDK's own defaults differ, see docs/parity.md).
 *
 * @throws ValidationError listing every option that is wrong.
 * @example
 * ```ts
 * import { MetricChangeFilter } from "wandb-automations";
 *
 * const drop = new MetricChangeFilter({ name: "loss", amount: 0.25, changeDir: "decrease" });
 * const jump = new MetricChangeFilter({ name: "val/loss", agg: null, changeType: "absolute", amount: 0.05 });
 * console.log(`${drop}, ${jump}`);
 * ```
 */
export class MetricChangeFilter {
  readonly kind = "change";
  readonly name: string;
  readonly agg: Aggregation | null;
  /** In logged values of the metric. */
  readonly window: number;
  /** In logged values of the metric, just before the current window. */
  readonly priorWindow: number;
  readonly changeType: ChangeType;
  readonly changeDir: ChangeDirection;
  readonly amount: number;

  constructor(options: MetricChangeOptions) {
    const given = validateInput(READERS, options, "MetricChangeFilter");
    this.name = given.name;
    this.agg = given.agg === undefined ? "average" : given.agg;
    this.window = this.agg === null ? 1 : (given.window ?? DEFAULT_WINDOW);
    this.priorWindow = this.agg === null ? 1 : (given.priorWindow ?? DEFAULT_PRIOR_WINDOW);
    this.changeType = given.changeType ?? "relative";
    this.changeDir = given.changeDir ?? "any";
    this.amount = given.amount;
    sealAs(this, "metricFilter");
  }

  /** Only for runs that `runFilter` admits. */
  and(runFilter: FilterInput): RunMetricFilter {
    return new RunMetricFilter({ metric: this, run: runFilter });
  }

  toString(): string {
    const verb = { increase: "increases", decrease: "decreases", any: "changes" }[this.changeDir];
    const amount =
      this.changeType === "relative" ? `${Number((this.amount * 100).toPrecision(12))}%` : this.amount;
    return `${metricText(this)} ${verb} by ${amount}${this.agg === null ? "" : ` against the ${this.priorWindow} before`}`;
  }
}
