import { ValidationError } from "../errors/index.js";
import {
  DEFAULT_ZSCORE_WINDOW,
  MetricChangeFilter,
  MetricThresholdFilter,
  MetricZScoreFilter,
} from "./metric-filters.js";
import type { Aggregation, ChangeDirection, Comparison } from "./metric-vocabulary.js";
import { describeValue } from "./validate-input.js";

/** How much a metric changes: exactly one of the two. */
export type ChangeAmount =
  | {
      /** In the metric's own unit, above 0. */
      readonly diff: number;
      readonly frac?: undefined;
      /** Logged values before the current window; as many as the current window holds where that was given. */
      readonly priorWindow?: number;
    }
  | {
      /** As a fraction of the prior value, above 0: 0.1 is 10 %. */
      readonly frac: number;
      readonly diff?: undefined;
      /** Logged values before the current window; as many as the current window holds where that was given. */
      readonly priorWindow?: number;
    };

/** What a metric, or its aggregate over a window, can be asked. Made by `RunEvent.metric(name)`. */
export class AggregatedMetric {
  readonly name: string;
  readonly agg: Aggregation | null;
  /** In logged values; left out, each condition takes its own default. */
  readonly window: number | undefined;

  constructor(name: string, agg: Aggregation | null, window: number | undefined) {
    this.name = name;
    this.agg = agg;
    this.window = window;
  }

  gt(threshold: number): MetricThresholdFilter {
    return this.#compare(">", threshold);
  }
  gte(threshold: number): MetricThresholdFilter {
    return this.#compare(">=", threshold);
  }
  lt(threshold: number): MetricThresholdFilter {
    return this.#compare("<", threshold);
  }
  lte(threshold: number): MetricThresholdFilter {
    return this.#compare("<=", threshold);
  }
  /** Exactly equal. Python's SDK can't say this; the product documents it. */
  eq(threshold: number): MetricThresholdFilter {
    return this.#compare("==", threshold);
  }
  /** Not equal. Python's SDK can't say this; the product documents it. */
  ne(threshold: number): MetricThresholdFilter {
    return this.#compare("!=", threshold);
  }

  /** Goes up or down by at least `diff`, or by the fraction `frac`. */
  changesBy(amount: ChangeAmount): MetricChangeFilter {
    return this.#change("any", amount);
  }
  /** Goes up by at least `diff`, or by the fraction `frac`. */
  increasesBy(amount: ChangeAmount): MetricChangeFilter {
    return this.#change("increase", amount);
  }
  /** Goes down by at least `diff`, or by the fraction `frac`. */
  decreasesBy(amount: ChangeAmount): MetricChangeFilter {
    return this.#change("decrease", amount);
  }

  #compare(cmp: Comparison, threshold: number): MetricThresholdFilter {
    return new MetricThresholdFilter({ name: this.name, agg: this.agg, window: this.window, cmp, threshold });
  }

  #change(changeDir: ChangeDirection, given: ChangeAmount): MetricChangeFilter {
    const { diff, frac, priorWindow } = given ?? {};
    if ((diff === undefined) === (frac === undefined)) {
      throw new ValidationError("MetricChangeFilter", [
        {
          code: "invalid_amount",
          path: ["amount"],
          message: `must be given as exactly one of { diff } and { frac }, got ${describeValue(given)}`,
        },
      ]);
    }
    return new MetricChangeFilter({
      name: this.name,
      agg: this.agg,
      window: this.window,
      // As in Python: an explicit window is used for both. Without one the product's defaults hold.
      priorWindow: priorWindow ?? this.window,
      changeType: diff === undefined ? "relative" : "absolute",
      changeDir,
      amount: (diff ?? frac) as number,
    });
  }
}

/**
 * A metric of a run. Compared as it is, the latest value counts; aggregate it to look at a window.
 *
 * @example
 * ```ts
 * import { RunEvent } from "wandb-automations";
 *
 * const low = RunEvent.metric("accuracy").lt(0.5);
 * const falling = RunEvent.metric("loss").avg(20).decreasesBy({ frac: 0.1 });
 * const outlier = RunEvent.metric("grad_norm").zscore().abs().gt(3);
 * console.log(`${low}; ${falling}; ${outlier}`);
 * ```
 */
export class Metric extends AggregatedMetric {
  constructor(name: string) {
    super(name, null, undefined);
  }

  /** Its greatest value in the last `window` logged values. */
  max(window?: number): AggregatedMetric {
    return new AggregatedMetric(this.name, "max", window);
  }
  /** Its least value in the last `window` logged values. */
  min(window?: number): AggregatedMetric {
    return new AggregatedMetric(this.name, "min", window);
  }
  /** Its average over the last `window` logged values. */
  avg(window?: number): AggregatedMetric {
    return new AggregatedMetric(this.name, "average", window);
  }
  /** Its average over the last `window` logged values. */
  mean(window?: number): AggregatedMetric {
    return this.avg(window);
  }
  /** The sum of its last `window` logged values. No W&B server is known to evaluate it: see docs/semantics.md. */
  sum(window?: number): AggregatedMetric {
    return new AggregatedMetric(this.name, "sum", window);
  }
  /** How far its latest value is from the `window` values before it, in standard deviations. */
  zscore(window: number = DEFAULT_ZSCORE_WINDOW): MetricZScore {
    return new MetricZScore(this.name, window, false);
  }
}

/** A metric's z-score. `gt` watches for high values, `lt` for low ones, `.abs().gt` for both. Reaching counts. */
export class MetricZScore {
  readonly name: string;
  readonly window: number;
  readonly absolute: boolean;

  constructor(name: string, window: number, absolute: boolean) {
    this.name = name;
    this.window = window;
    this.absolute = absolute;
  }

  /** Either side of the mean. */
  abs(): MetricZScore {
    return new MetricZScore(this.name, this.window, true);
  }
  /** At least `threshold` (above 0) deviations above the mean; with `.abs()` on either side. */
  gt(threshold: number): MetricZScoreFilter {
    return this.#filter(this.absolute ? "any" : "increase", threshold);
  }
  /** The same as {@link MetricZScore.gt}: the server evaluates z-scores inclusively. */
  gte(threshold: number): MetricZScoreFilter {
    return this.gt(threshold);
  }
  /** At least `-threshold` deviations below the mean; `threshold` is below 0. */
  lt(threshold: number): MetricZScoreFilter {
    if (this.absolute) throw refuseLt("can't be below anything: use gt", threshold);
    if (!(threshold < 0)) throw refuseLt("must be a number below 0", threshold);
    return this.#filter("decrease", -threshold);
  }
  /** The same as {@link MetricZScore.lt}: the server evaluates z-scores inclusively. */
  lte(threshold: number): MetricZScoreFilter {
    return this.lt(threshold);
  }

  #filter(changeDir: ChangeDirection, threshold: number): MetricZScoreFilter {
    return new MetricZScoreFilter({ name: this.name, window: this.window, changeDir, threshold });
  }
}

function refuseLt(why: string, given: unknown): ValidationError {
  return new ValidationError("MetricZScoreFilter", [
    { code: "invalid_threshold", path: ["threshold"], message: `${why}, got ${describeValue(given)}` },
  ]);
}
