// Two doubles at a time, in the order they have in memory.

/** [a, a + b] of [a, b]. */
export function rise(pair: v128): v128 {
  return f64x2.add(pair, v128.shuffle<f64>(f64x2.splat(0), pair, 0, 2));
}

/** [b, b] of [a, b]. */
export function top(pair: v128): v128 {
  return v128.shuffle<f64>(pair, pair, 1, 1);
}

/** The larger of the values times `up` and times `down`. */
export function larger(values: v128, up: v128, down: v128): v128 {
  return f64x2.pmax(f64x2.mul(values, up), f64x2.mul(values, down));
}

/** Whether the values are above the limit in these units by more than the margin. */
export function isAbove(values: v128, limit: v128, unit: v128, margin: v128): v128 {
  return f64x2.gt(f64x2.sub(values, f64x2.mul(limit, unit)), margin);
}

/** Whether they are below it by more than that. */
export function isBelow(values: v128, limit: v128, unit: v128, margin: v128): v128 {
  return f64x2.lt(f64x2.sub(values, f64x2.mul(limit, unit)), f64x2.neg(margin));
}

/** The four answers in two pairs, as halves of them side by side. */
export function answers(first: v128, second: v128): v128 {
  return v128.shuffle<i32>(first, second, 0, 2, 4, 6);
}

/** Four times yes, or no for 0. */
export function all(yes: i32): v128 {
  return i32x4.splat(yes === 0 ? 0 : -1);
}

/** What no sum of hits makes up for. */
const UNSURE: i32 = -0x40000000;

/**
 * Marks which of the four values from `at` on are hits, a byte for each; those from `end` on don't count.
 *
 * @returns how many hits there are, or less than none if one of the four isn't known to be a hit or a miss
 */
export function settle(hits: v128, known: v128, at: usize, end: usize, marks: usize): i32 {
  const left = (end - at) >> 3;
  const there = left >= 4 ? 15 : (1 << (left as i32)) - 1;
  const hit = i32x4.bitmask(hits) & there;
  store<u32>(marks, (hit * 0x00204081) & 0x01010101);
  return (~i32x4.bitmask(known) & there) === 0 ? i32.popcnt(hit) : UNSURE;
}
