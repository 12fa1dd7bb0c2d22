// Two doubles at a time, in the order they have in memory.

/** [a, a + b] of [a, b]. */
export function rise(pair: v128): v128 {
  return f64x2.add(pair, v128.shuffle<f64>(f64x2.splat(0), pair, 0, 2));
}

/** [b, b] of [a, b]. */
export function top(pair: v128): v128 {
  return v128.shuffle<f64>(pair, pair, 1, 1);
}

/** One bit for each of the four answers in two pairs. */
export function bits(first: v128, second: v128): i32 {
  return i64x2.bitmask(first) | (i64x2.bitmask(second) << 2);
}

/** The four answers in two pairs, as halves of them side by side. */
export function answers(first: v128, second: v128): v128 {
  return v128.shuffle<i32>(first, second, 0, 2, 4, 6);
}

/** One bit for each of the next four values that is still before `end`. */
export function before(end: usize, at: usize): i32 {
  const left = (end - at) >> 3;
  return left >= 4 ? 15 : (1 << (left as i32)) - 1;
}

/** A byte for each of four bits. */
export function spread(four: i32): u32 {
  return (four * 0x00204081) & 0x01010101;
}
