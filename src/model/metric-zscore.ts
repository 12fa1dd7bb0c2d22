import { ValidationError } from "../errors/index.js";
import { describeValue } from "./describe-value.js";
import type { ChangeDirection } from "./metric-vocabulary.js";
import { MetricZScoreFilter } from "./metric-zscore-filter.js";

/**
 * A metric's z-score. `gt` watches for high values, `lt` for low ones, `.abs().gt` for both. Reaching counts.
 * Made by `RunEvent.metric(name).zscore()`.
 */
export class MetricZScore {
  readonly name: string;
  /** In logged values before the latest one. */
  readonly window: number;
  /** Whether values on either side of the mean count. */
  readonly absolute: boolean;

  constructor(name: string, window: number, absolute: boolean) {
    this.name = name;
    this.window = window;
    this.absolute = absolute;
    Object.freeze(this);
  }

  /** Either side of the mean. */
  abs(): MetricZScore {
    return new MetricZScore(this.name, this.window, true);
  }
  /**
   * At least `threshold` (above 0) deviations above the mean; with `.abs()` on either side.
   *
   * @throws ValidationError listing what is wrong with name, window and threshold.
   */
  gt(threshold: number): MetricZScoreFilter {
    return this.#filter(this.absolute ? "any" : "increase", threshold);
  }
  /** The same as {@link MetricZScore.gt}: the server evaluates z-scores inclusively. */
  gte(threshold: number): MetricZScoreFilter {
    return this.gt(threshold);
  }
  /**
   * At least `-threshold` deviations below the mean; `threshold` is below 0.
   *
   * @throws ValidationError listing what is wrong with name, window and threshold, or after `.abs()`.
   */
  lt(threshold: number): MetricZScoreFilter {
    if (this.absolute) throw refuse("can't be below anything once it is absolute: use gt", threshold);
    if (typeof threshold !== "number" || !(threshold < 0))
      throw refuse("must be a finite number below 0", threshold);
    return this.#filter("decrease", -threshold);
  }
  /** The same as {@link MetricZScore.lt}: the server evaluates z-scores inclusively. */
  lte(threshold: number): MetricZScoreFilter {
    return this.lt(threshold);
  }

  toString(): string {
    const score = `zscore(${this.name}, ${this.window})`;
    return this.absolute ? `abs(${score})` : score;
  }

  #filter(changeDir: ChangeDirection, threshold: number): MetricZScoreFilter {
    return new MetricZScoreFilter({ name: this.name, window: this.window, changeDir, threshold });
  }
}

function refuse(why: string, given: unknown): ValidationError {
  return new ValidationError("MetricZScoreFilter", [
    { code: "invalid_threshold", path: ["threshold"], message: `${why}, got ${describeValue(given)}` },
  ]);
}
