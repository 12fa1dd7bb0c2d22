import type { WireAggregation } from "../../wire/enums.js";
import type { Condition } from "../window/condition.js";

/** What a condition looks at, at one value: it fires where `current` is beyond a level. */
export interface TriggerPoint {
  readonly current: number;
  /** Fires at or above this. */
  readonly upper?: number;
  /** Fires at or below this. */
  readonly lower?: number;
}

/**
 * A condition at `values[at]` in terms of the metric itself, whatever the condition compares: a threshold is a
 * level that stays, a change one that moves with the prior window, a z-score a band around the baseline.
 *
 * Rounded as floating point is: good for pictures, not for verdicts.
 */
export function triggerPoint(
  condition: Condition,
  values: ArrayLike<number>,
  at: number,
): TriggerPoint | undefined {
  const { spec, window, prior } = condition;
  const end = at + 1;
  const middle = end - window;
  const start = middle - prior;
  if (start < 0) return undefined;
  if (spec.kind === "threshold") {
    const current = roughAggregate(spec.agg, values, middle, end);
    const { comparison, limit } = condition;
    if (comparison === ">" || comparison === ">=") return { current, upper: limit };
    if (comparison === "<" || comparison === "<=") return { current, lower: limit };
    return { current };
  }
  if (spec.kind === "change") {
    const current = roughAggregate(spec.agg, values, middle, end);
    const before = roughAggregate(spec.agg, values, start, middle);
    const amount = spec.changeType === "RELATIVE" ? spec.amount * Math.abs(before) : spec.amount;
    return { current, ...levels(spec.changeDir, before, amount) };
  }
  const mean = roughAggregate("AVERAGE", values, start, middle);
  let squares = 0;
  for (let i = start; i < middle; i++) squares += (values[i]! - mean) ** 2;
  const deviation = Math.sqrt(squares / prior);
  return { current: values[at]!, ...levels(spec.changeDir, mean, spec.threshold * deviation) };
}

function levels(direction: "INCREASE" | "DECREASE" | "ANY", base: number, distance: number) {
  return {
    ...(direction === "DECREASE" ? {} : { upper: base + distance }),
    ...(direction === "INCREASE" ? {} : { lower: base - distance }),
  };
}

function roughAggregate(
  agg: WireAggregation | null,
  values: ArrayLike<number>,
  from: number,
  to: number,
): number {
  if (agg === null) return values[to - 1]!;
  let result = agg === "MAX" ? Number.NEGATIVE_INFINITY : agg === "MIN" ? Number.POSITIVE_INFINITY : 0;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    result =
      agg === "MAX" ? Math.max(result, value) : agg === "MIN" ? Math.min(result, value) : result + value;
  }
  return agg === "AVERAGE" ? result / (to - from) : result;
}
