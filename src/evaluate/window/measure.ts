import { aggregate, baseline } from "./aggregate.js";
import type { Condition } from "./condition.js";

/** The numbers behind one verdict on a metric condition. */
export interface Measurement {
  /** What is held against the limit, direction applied. NaN satisfies no comparison. */
  readonly compared: number;
  /** The aggregate of the current window; for a z-score the latest value. */
  readonly current: number;
  /** Change: the aggregate of the prior window. */
  readonly prior?: number;
  /** Change: current − prior. */
  readonly delta?: number;
  /** Z-score: mean of the baseline. */
  readonly mean?: number;
  /** Z-score: population standard deviation of the baseline. */
  readonly deviation?: number;
}

/**
 * The condition's numbers at `values[at]`, from the values in its windows and nothing else.
 *
 * This is the meaning of a condition. What evaluates faster must come to the same verdict and asks here
 * whenever rounding could decide.
 *
 * @param available how many logged values there are up to and including `at`; fewer than the condition needs
 *   are used only with `partialWindows: "evaluate"`
 */
export function measure(
  condition: Condition,
  values: ArrayLike<number>,
  at: number,
  available: number,
): Measurement {
  const { spec } = condition;
  const end = at + 1;
  if (spec.kind === "threshold") {
    const current = aggregate(spec.agg, values, end - Math.min(condition.window, available), end);
    return { compared: current, current };
  }
  const middle = end - condition.window;
  const start = end - Math.min(condition.needed, available);
  if (spec.kind === "change") {
    const current = aggregate(spec.agg, values, middle, end);
    return change(condition, current, aggregate(spec.agg, values, start, middle));
  }
  const { mean, deviation } = baseline(values, start, at);
  return zscore(condition, values[at]!, mean, deviation);
}

/** From current and prior aggregate to what is compared, in IEEE arithmetic. */
export function change(condition: Condition, current: number, prior: number): Measurement {
  const { spec } = condition;
  const delta = current - prior;
  const relative = spec.kind === "change" && spec.changeType === "RELATIVE";
  const compared = directed(condition, relative ? delta / Math.abs(prior) : delta);
  return { compared, current, prior, delta };
}

/** From the latest value and its baseline to what is compared, in IEEE arithmetic. */
export function zscore(condition: Condition, latest: number, mean: number, deviation: number): Measurement {
  const distance = latest - mean;
  return { compared: directed(condition, distance / deviation), current: latest, mean, deviation };
}

function directed(condition: Condition, value: number): number {
  const direction = condition.spec.kind === "threshold" ? "INCREASE" : condition.spec.changeDir;
  return direction === "INCREASE" ? value : direction === "DECREASE" ? -value : Math.abs(value);
}
