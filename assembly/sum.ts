import { all, answers, rise, settle, top } from "./lanes";

/**
 * Judges the sums of the windows that end at the values from `at` up to `end`. Above `high` and below `low` a sum is
 * sure to be a hit or a miss, as `highHolds` and `lowHolds` say (1 for a hit, 0 for a miss).
 *
 * @param marks receives a byte for every value: 1 for a hit, else 0; up to three more may be written
 * @returns how many hits there are, or -1 if a sum isn't sure
 */
export function sum(
  at: usize,
  end: usize,
  window: i32,
  marks: usize,
  low: f64,
  high: f64,
  lowHolds: i32,
  highHolds: i32,
): i32 {
  const back = (window as usize) << 3;
  const lowest = f64x2.splat(low);
  const highest = f64x2.splat(high);
  let last = f64x2.splat(windowSum(at - back, at));
  const ifAbove = all(highHolds);
  const ifBelow = all(lowHolds);
  let hits = 0;
  for (; at < end; at += 32) {
    const first = rise(f64x2.sub(v128.load(at), v128.load(at - back)));
    const second = f64x2.add(top(first), rise(f64x2.sub(v128.load(at, 16), v128.load(at - back, 16))));
    const s0 = f64x2.add(last, first);
    const s1 = f64x2.add(last, second);
    last = f64x2.add(last, top(second));
    const above = answers(f64x2.gt(s0, highest), f64x2.gt(s1, highest));
    const below = answers(f64x2.lt(s0, lowest), f64x2.lt(s1, lowest));
    const hold = v128.or(v128.and(above, ifAbove), v128.and(below, ifBelow));
    hits += settle(hold, v128.or(above, below), at, end, marks);
    if (hits < 0) return -1;
    marks += 4;
  }
  return hits;
}

/** The sum of the values from `at` up to `end`. */
export function windowSum(at: usize, end: usize): f64 {
  let first = f64x2.splat(0);
  let second = first;
  for (; at + 32 <= end; at += 32) {
    first = f64x2.add(first, v128.load(at));
    second = f64x2.add(second, v128.load(at, 16));
  }
  first = f64x2.add(first, second);
  let total = f64x2.extract_lane(first, 0) + f64x2.extract_lane(first, 1);
  for (; at < end; at += 8) total += load<f64>(at);
  return total;
}
