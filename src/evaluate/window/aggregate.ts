import type { WireAggregation } from "../../wire/enums.js";
import { ExactSum } from "./exact-sum.js";
import { roundRatio, roundRoot } from "./round-ratio.js";

/**
 * The aggregate of `values[from..to)`: the double nearest to the exact one, so it depends neither on the
 * order of the values nor on what was added before. NaN if there is one in the window; infinities as in IEEE.
 *
 * `agg` null is the latest value.
 */
export function aggregate(
  agg: WireAggregation | null,
  values: ArrayLike<number>,
  from: number,
  to: number,
): number {
  if (agg === null) return values[to - 1]!;
  if (agg === "MAX" || agg === "MIN") return extreme(agg, values, from, to);
  const special = nonFiniteSum(values, from, to);
  if (special !== undefined) return special;
  const sum = exactSum(values, from, to);
  return roundRatio(sum.total, agg === "SUM" ? 1n : BigInt(to - from), sum.exponent);
}

/** Mean and population standard deviation of a z-score's baseline, each the double nearest to the exact one. */
export function baseline(
  values: ArrayLike<number>,
  from: number,
  to: number,
): { mean: number; deviation: number } {
  if (nonFiniteSum(values, from, to) !== undefined) return nonFiniteBaseline(values, from, to);
  const sum = exactSum(values, from, to);
  const squares = new ExactSum();
  for (let i = from; i < to; i++) squares.addSquare(values[i]!);
  return spread(sum, squares, to - from);
}

/** {@link baseline} of `count` values, given their sum and the sum of their squares. */
export function spread(sum: ExactSum, squares: ExactSum, count: number): { mean: number; deviation: number } {
  const n = BigInt(count);
  const mean = roundRatio(sum.total, n, sum.exponent);
  const exponent = Math.min(squares.exponent, 2 * sum.exponent);
  const even = exponent - (exponent & 1);
  const total = sum.total << BigInt(sum.exponent - even / 2);
  return { mean, deviation: roundRoot(n * squares.inUnitsOf(even) - total * total, n, even / 2) };
}

/** All values equal means deviation 0, also where they are infinite; else an infinity makes everything NaN. */
function nonFiniteBaseline(values: ArrayLike<number>, from: number, to: number) {
  const first = values[from]!;
  for (let i = from; i < to; i++) {
    if (values[i] !== first) return { mean: Number.NaN, deviation: Number.NaN };
  }
  return { mean: first, deviation: 0 };
}

function exactSum(values: ArrayLike<number>, from: number, to: number): ExactSum {
  const sum = new ExactSum();
  for (let i = from; i < to; i++) sum.add(values[i]!);
  return sum;
}

function extreme(agg: "MAX" | "MIN", values: ArrayLike<number>, from: number, to: number): number {
  let best = values[from]!;
  for (let i = from + 1; i < to; i++)
    best = agg === "MAX" ? Math.max(best, values[i]!) : Math.min(best, values[i]!);
  return best;
}

/** What IEEE addition gives where a value isn't finite; `undefined` where all are. */
function nonFiniteSum(values: ArrayLike<number>, from: number, to: number): number | undefined {
  let special: number | undefined;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) special = (special ?? 0) + value;
  }
  return special;
}
