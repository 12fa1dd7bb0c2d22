import { sealAs } from "./brand.js";
import type { FilterInput } from "./filter-expression.js";
import {
  type ChangeDirection,
  type ChangeDirectionInput,
  readChangeDirection,
  readMetricName,
  readPositive,
  readWindow,
} from "./metric-vocabulary.js";
import { optional } from "./option-readers.js";
import { RunMetricFilter } from "./run-metric-filter.js";
import { validateInput } from "./validate-input.js";

/** Window and threshold of a z-score where none are given (documented by the Python SDK). */
export const DEFAULT_ZSCORE_WINDOW = 30;
const DEFAULT_THRESHOLD = 3;

export interface MetricZScoreOptions {
  /** The metric, as it is logged. */
  readonly name: string;
  /** Logged values before the latest one that make its mean and deviation: 30 by default. */
  readonly window?: number | undefined;
  /** In standard deviations, above 0: 3 by default. Reaching it is enough. */
  readonly threshold?: number | undefined;
  /** `any` by default. */
  readonly changeDir?: ChangeDirectionInput | undefined;
}

const READERS = {
  name: readMetricName,
  window: optional(readWindow),
  threshold: optional(readPositive),
  changeDir: optional(readChangeDirection),
};

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
    const given = validateInput(READERS, options, "MetricZScoreFilter");
    this.name = given.name;
    this.window = given.window ?? DEFAULT_ZSCORE_WINDOW;
    this.threshold = given.threshold ?? DEFAULT_THRESHOLD;
    this.changeDir = given.changeDir ?? "any";
    sealAs(this, "metricFilter");
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
