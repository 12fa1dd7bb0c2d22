import * as z from "zod/mini";
import { BRAND } from "./brand.js";
import type { FilterExpression, FilterInput } from "./filter-expression.js";
import {
  type Aggregation,
  type AggregationInput,
  aggregationSchema,
  type ChangeDirection,
  type ChangeType,
  type Comparison,
  type ComparisonInput,
  changeDirectionSchema,
  changeTypeSchema,
  comparisonSchema,
  metricNameSchema,
  positiveSchema,
  thresholdSchema,
  windowSchema,
} from "./metric-vocabulary.js";
import { toRunFilter, whichRuns } from "./run-filter.js";
import { validateInput } from "./validate-input.js";

/** Window of an aggregated threshold where none is given (documented by the product). */
export const DEFAULT_WINDOW = 5;
/** Windows of a change where none are given (documented by the product). */
export const DEFAULT_CHANGE_WINDOW = 10;
export const DEFAULT_PRIOR_WINDOW = 50;
/** Window and threshold of a z-score where none are given (documented by the Python SDK). */
export const DEFAULT_ZSCORE_WINDOW = 30;
const DEFAULT_ZSCORE_THRESHOLD = 3;

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

const thresholdOptions = z.strictObject(
  {
    name: metricNameSchema,
    cmp: comparisonSchema,
    threshold: thresholdSchema,
    agg: z.optional(z.nullable(aggregationSchema)),
    window: z.optional(windowSchema),
  },
  "options are name, cmp, threshold, agg, window",
);

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
    const given = validateInput(thresholdOptions, options, "MetricThresholdFilter");
    this.name = given.name;
    this.agg = given.agg ?? null;
    this.window = this.agg === null ? 1 : (given.window ?? DEFAULT_WINDOW);
    this.cmp = given.cmp;
    this.threshold = given.threshold;
    Object.defineProperty(this, BRAND, { value: "metricFilter" });
    Object.freeze(this);
  }

  /** Only for runs that `runFilter` admits. */
  and(runFilter: FilterInput): RunMetricFilter {
    return new RunMetricFilter({ metric: this, run: runFilter });
  }

  toString(): string {
    return `${metricText(this)} ${this.cmp} ${this.threshold}`;
  }
}

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
  readonly changeType?: ChangeType | undefined;
  /** `any` by default. */
  readonly changeDir?: ChangeDirection | undefined;
}

const changeOptions = z.strictObject(
  {
    name: metricNameSchema,
    amount: positiveSchema,
    agg: z.optional(z.nullable(aggregationSchema)),
    window: z.optional(windowSchema),
    priorWindow: z.optional(windowSchema),
    changeType: z.optional(changeTypeSchema),
    changeDir: z.optional(changeDirectionSchema),
  },
  "options are name, amount, agg, window, priorWindow, changeType, changeDir",
);

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
    const given = validateInput(changeOptions, options, "MetricChangeFilter");
    this.name = given.name;
    this.agg = given.agg === undefined ? "average" : given.agg;
    this.window = this.agg === null ? 1 : (given.window ?? DEFAULT_CHANGE_WINDOW);
    this.priorWindow = this.agg === null ? 1 : (given.priorWindow ?? DEFAULT_PRIOR_WINDOW);
    this.changeType = given.changeType ?? "relative";
    this.changeDir = given.changeDir ?? "any";
    this.amount = given.amount;
    Object.defineProperty(this, BRAND, { value: "metricFilter" });
    Object.freeze(this);
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

export interface MetricZScoreOptions {
  /** The metric, as it is logged. */
  readonly name: string;
  /** Logged values before the latest one that make its mean and deviation: 30 by default. */
  readonly window?: number | undefined;
  /** In standard deviations, above 0: 3 by default. Reaching it is enough. */
  readonly threshold?: number | undefined;
  /** `any` by default. */
  readonly changeDir?: ChangeDirection | undefined;
}

const zscoreOptions = z.strictObject(
  {
    name: metricNameSchema,
    window: z.optional(windowSchema),
    threshold: z.optional(positiveSchema),
    changeDir: z.optional(changeDirectionSchema),
  },
  "options are name, window, threshold, changeDir",
);

/**
 * A metric's latest value lies unusually far from those before it, in standard deviations.
 *
 * @throws ValidationError listing every option that is wrong.
 * @example
 * ```ts
 * import { MetricZScoreFilter } from "wandb-automations";
 *
 * const spike = new MetricZScoreFilter({ name: "grad_norm", window: 50, threshold: 4, changeDir: "increase" });
 * console.log(`${spike}`);
 * ```
 */
export class MetricZScoreFilter {
  readonly kind = "zscore";
  readonly name: string;
  /** In logged values of the metric, before the latest one. */
  readonly window: number;
  /** In standard deviations. */
  readonly threshold: number;
  readonly changeDir: ChangeDirection;

  constructor(options: MetricZScoreOptions) {
    const given = validateInput(zscoreOptions, options, "MetricZScoreFilter");
    this.name = given.name;
    this.window = given.window ?? DEFAULT_ZSCORE_WINDOW;
    this.threshold = given.threshold ?? DEFAULT_ZSCORE_THRESHOLD;
    this.changeDir = given.changeDir ?? "any";
    Object.defineProperty(this, BRAND, { value: "metricFilter" });
    Object.freeze(this);
  }

  /** Only for runs that `runFilter` admits. */
  and(runFilter: FilterInput): RunMetricFilter {
    return new RunMetricFilter({ metric: this, run: runFilter });
  }

  toString(): string {
    const score = `zscore(${this.name}, ${this.window})`;
    if (this.changeDir === "any") return `abs(${score}) >= ${this.threshold}`;
    return this.changeDir === "increase" ? `${score} >= ${this.threshold}` : `${score} <= -${this.threshold}`;
  }
}

/** Any condition on a metric. */
export type MetricFilter = MetricThresholdFilter | MetricChangeFilter | MetricZScoreFilter;

/** A metric condition together with the runs it watches. Made by `metricFilter.and(runFilter)`. */
export class RunMetricFilter {
  readonly metric: MetricFilter;
  readonly run: FilterExpression;

  constructor(options: { readonly metric: MetricFilter; readonly run?: FilterInput | undefined }) {
    this.metric = options.metric;
    this.run = toRunFilter(options.run);
    Object.defineProperty(this, BRAND, { value: "runMetricFilter" });
    Object.freeze(this);
  }

  /** Only for runs that `other` admits too. */
  and(other: FilterInput): RunMetricFilter {
    return new RunMetricFilter({ metric: this.metric, run: this.run.and(other) });
  }

  toString(): string {
    return `${this.metric}${whichRuns(this.run)}`;
  }
}

function metricText(filter: { name: string; agg: Aggregation | null; window: number }): string {
  return filter.agg === null ? filter.name : `${filter.agg}(${filter.name}, ${filter.window})`;
}
