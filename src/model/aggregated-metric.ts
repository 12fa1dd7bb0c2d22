import { ValidationError, type ValidationIssue } from "../errors/index.js";
import { describeValue } from "./describe-value.js";
import { MetricChangeFilter } from "./metric-change-filter.js";
import { MetricThresholdFilter } from "./metric-threshold-filter.js";
import type { Aggregation, ChangeDirection, Comparison } from "./metric-vocabulary.js";
import { unknownOptions } from "./unknown-options.js";

/** How much a metric changes: exactly one of the two. */
export type ChangeAmount =
  | {
      /** In the metric's own unit, above 0. */
      readonly diff: number;
      readonly frac?: undefined;
      /** Logged values before the current window; as many as the current window holds where that was given. */
      readonly priorWindow?: number | undefined;
    }
  | {
      /** As a fraction of the prior value, above 0: 0.1 is 10 %. */
      readonly frac: number;
      readonly diff?: undefined;
      /** Logged values before the current window; as many as the current window holds where that was given. */
      readonly priorWindow?: number | undefined;
    };

/**
 * What a metric, or its aggregate over a window, can be asked. Made by `RunEvent.metric(name)`.
 *
 * @throws ValidationError from every comparison, listing what is wrong with name, window and operand.
 */
export class AggregatedMetric {
  readonly name: string;
  /** How the window becomes one number; `null` for the latest value. */
  readonly agg: Aggregation | null;
  /** In logged values; left out, each condition takes its own default. */
  readonly window: number | undefined;

  constructor(name: string, agg: Aggregation | null, window: number | undefined) {
    this.name = name;
    this.agg = agg;
    this.window = window;
    Object.freeze(this);
  }

  /** Greater than `threshold`. */
  gt(threshold: number): MetricThresholdFilter {
    return this.#compare(">", threshold);
  }
  /** At least `threshold`. */
  gte(threshold: number): MetricThresholdFilter {
    return this.#compare(">=", threshold);
  }
  /** Less than `threshold`. */
  lt(threshold: number): MetricThresholdFilter {
    return this.#compare("<", threshold);
  }
  /** At most `threshold`. */
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

  toString(): string {
    if (this.agg === null) return this.name;
    return `${this.agg}(${this.name}${this.window === undefined ? "" : `, ${this.window}`})`;
  }

  #compare(cmp: Comparison, threshold: number): MetricThresholdFilter {
    return new MetricThresholdFilter({ name: this.name, agg: this.agg, window: this.window, cmp, threshold });
  }

  #change(changeDir: ChangeDirection, given: ChangeAmount): MetricChangeFilter {
    const { diff, frac, priorWindow } = checkAmount(given);
    return new MetricChangeFilter({
      name: this.name,
      agg: this.agg,
      window: this.window,
      // As in Python: an explicit window is used for both. Without one the product's defaults hold.
      priorWindow: priorWindow ?? this.window,
      changeType: diff === undefined ? "relative" : "absolute",
      changeDir,
      amount: diff ?? (frac as number),
    });
  }
}

/** Exactly one of `diff` and `frac`, and nothing that isn't known. Whether it is a number is checked with the rest. */
function checkAmount(given: ChangeAmount): ChangeAmount {
  const amount: Partial<ChangeAmount> = typeof given === "object" && given !== null ? given : {};
  const issues: ValidationIssue[] = unknownOptions(amount, ["diff", "frac", "priorWindow"]);
  if ((amount.diff === undefined) === (amount.frac === undefined)) {
    const message = `must be given as exactly one of { diff } and { frac }, got ${describeValue(given)}`;
    issues.push({ code: "invalid_amount", path: ["amount"], message });
  }
  if (issues.length > 0) throw new ValidationError("MetricChangeFilter", issues);
  return given;
}
