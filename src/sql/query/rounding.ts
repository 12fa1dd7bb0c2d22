import type { Condition } from "../../evaluate/window/condition.js";

/** Twice the unit roundoff of a double. */
export const EPSILON = 2 ** -52;
/** No margin is smaller: what is below may have been rounded away. */
export const TINY = 2 ** -1000;
/** Beyond this, sums and products may overflow, so nothing is decided by them. */
export const LARGE = 2 ** 960;
export const LARGE_ROOT = 2 ** 400;

/** What a margin is made of: factors for what bounds a window's magnitudes, and what is added to that. */
export interface Margin {
  readonly current: number;
  readonly prior: number;
  readonly floor: number;
}

/** Whether a condition can be in doubt at all: where nothing is added up, nothing is rounded. */
export function canDoubt({ spec, window, prior }: Condition): boolean {
  if (spec.kind === "zscore") return true;
  return (spec.agg === "AVERAGE" || spec.agg === "SUM") && (window > 1 || prior > 1);
}

/** Whether a limit is so large that nothing can be decided by doubles. */
export function isBeyond(condition: Condition): boolean {
  if (condition.spec.kind === "zscore") return Math.abs(condition.limit) > LARGE_ROOT;
  return canDoubt(condition) && Math.abs(condition.limit) > LARGE;
}

/** What a threshold's sum is held against: a mean is never worked out. */
export function sumTarget({ spec, window, limit }: Condition): number {
  return spec.kind === "threshold" && spec.agg === "AVERAGE" ? limit * window : limit;
}

/**
 * By how much at most rounding can have moved a threshold's or a change's sides, given the sums of magnitudes.
 *
 * @param partial whether the prior side may hold fewer values than it should
 */
export function marginOf(condition: Condition, partial = false): Margin {
  const { spec, window, prior, limit } = condition;
  if (spec.kind !== "change") {
    const floor = 4 * EPSILON * Math.abs(sumTarget(condition)) + TINY;
    return { current: EPSILON * (window + 2), prior: 0, floor };
  }
  const relative = spec.changeType === "RELATIVE";
  // The limit multiplies the error of the prior side, and every operation adds one of its own.
  const mean = spec.agg === "AVERAGE";
  const weight = (count: number, factor: number) => (EPSILON * (count + 8) * factor) / (mean ? count : 1);
  return {
    current: weight(window, 1),
    // A mean's weight is largest for a single value.
    prior: weight(partial && mean ? 1 : prior, relative ? 1 + Math.abs(limit) : 1),
    floor: TINY * (1 + Math.abs(limit)) + (relative ? 0 : 4 * EPSILON * Math.abs(limit)),
  };
}
