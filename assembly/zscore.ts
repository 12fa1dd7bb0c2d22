import { answers, isAbove, isBelow, larger, rise, settle, top } from "./lanes";

/**
 * Judges the z-score of the values from `at` up to `end` against the `size` values before each, everything relative
 * to `shift`. With D = size * latest - S and V = size * Q - S * S, for sums S and sums of squares Q, the larger of
 * D * |D| times `up` and times `down` is a hit if it is above `target` * V, and a miss if it is below `nearest` * V,
 * by more than `error`.
 *
 * @param marks receives a byte for every value: 1 for a hit, else 0; up to three more may be written
 * @returns how many hits there are, or -1 if a z-score is neither
 */
export function zscore(
  at: usize,
  end: usize,
  size: i32,
  marks: usize,
  shift: f64,
  up: f64,
  down: f64,
  target: f64,
  nearest: f64,
  error: f64,
): i32 {
  const back = (size as usize) << 3;
  const origin = f64x2.splat(shift);
  const count = f64x2.splat(size as f64);
  const factorUp = f64x2.splat(up);
  const factorDown = f64x2.splat(down);
  const wanted = f64x2.splat(target);
  const cut = f64x2.splat(nearest);
  const margin = f64x2.splat(error);
  let sum = 0.0;
  let squares = 0.0;
  for (let k = at - back - 8; k < at - 8; k += 8) {
    const value = load<f64>(k) - shift;
    sum += value;
    squares += value * value;
  }
  let lastSum = f64x2.splat(sum);
  let lastSquares = f64x2.splat(squares);
  let hits = 0;
  for (; at < end; at += 32) {
    const in0 = f64x2.sub(v128.load(at - 8), origin);
    const in1 = f64x2.sub(v128.load(at + 8), origin);
    const out0 = f64x2.sub(v128.load(at - back - 8), origin);
    const out1 = f64x2.sub(v128.load(at - back + 8), origin);
    const s0 = rise(f64x2.sub(in0, out0));
    const s1 = f64x2.add(top(s0), rise(f64x2.sub(in1, out1)));
    const q0 = rise(f64x2.sub(f64x2.mul(in0, in0), f64x2.mul(out0, out0)));
    const q1 = f64x2.add(top(q0), rise(f64x2.sub(f64x2.mul(in1, in1), f64x2.mul(out1, out1))));
    const sum0 = f64x2.add(lastSum, s0);
    const sum1 = f64x2.add(lastSum, s1);
    const variance0 = f64x2.sub(f64x2.mul(count, f64x2.add(lastSquares, q0)), f64x2.mul(sum0, sum0));
    const variance1 = f64x2.sub(f64x2.mul(count, f64x2.add(lastSquares, q1)), f64x2.mul(sum1, sum1));
    lastSum = f64x2.add(lastSum, top(s1));
    lastSquares = f64x2.add(lastSquares, top(q1));
    const d0 = f64x2.sub(f64x2.mul(count, f64x2.sub(v128.load(at), origin)), sum0);
    const d1 = f64x2.sub(f64x2.mul(count, f64x2.sub(v128.load(at, 16), origin)), sum1);
    const signed0 = f64x2.mul(d0, f64x2.abs(d0));
    const signed1 = f64x2.mul(d1, f64x2.abs(d1));
    const moved0 = larger(signed0, factorUp, factorDown);
    const moved1 = larger(signed1, factorUp, factorDown);
    const above = answers(
      isAbove(moved0, wanted, variance0, margin),
      isAbove(moved1, wanted, variance1, margin),
    );
    const below = answers(isBelow(moved0, cut, variance0, margin), isBelow(moved1, cut, variance1, margin));
    hits += settle(above, v128.or(above, below), at, end, marks);
    if (hits < 0) return -1;
    marks += 4;
  }
  return hits;
}
