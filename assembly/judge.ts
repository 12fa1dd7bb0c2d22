import { before, bits, spread } from "./lanes";

/**
 * Judges the numbers from `at` up to `end` as they are. One is a hit if it is above, at or below `limit` and
 * `aboveHolds`, `atHolds` or `belowHolds` says so (15, or 0), and a miss if it is below `low` or above `high`.
 *
 * @param marks receives a byte for every number: 1 for a hit, else 0; up to three more may be written
 * @returns how many hits there are, or -1 if a number is neither, as NaN is
 */
export function judge(
  at: usize,
  end: usize,
  marks: usize,
  limit: f64,
  low: f64,
  high: f64,
  aboveHolds: i32,
  atHolds: i32,
  belowHolds: i32,
): i32 {
  const wanted = f64x2.splat(limit);
  const lowest = f64x2.splat(low);
  const highest = f64x2.splat(high);
  let unsure = 0;
  let hits = 0;
  for (; at < end; at += 32) {
    const x = v128.load(at);
    const y = v128.load(at, 16);
    const hit =
      ((bits(f64x2.gt(x, wanted), f64x2.gt(y, wanted)) & aboveHolds) |
        (bits(f64x2.eq(x, wanted), f64x2.eq(y, wanted)) & atHolds) |
        (bits(f64x2.lt(x, wanted), f64x2.lt(y, wanted)) & belowHolds)) &
      before(end, at);
    const miss = bits(
      v128.or(f64x2.lt(x, lowest), f64x2.gt(x, highest)),
      v128.or(f64x2.lt(y, lowest), f64x2.gt(y, highest)),
    );
    unsure |= ~(hit | miss) & before(end, at);
    hits += i32.popcnt(hit);
    store<u32>(marks, spread(hit));
    marks += 4;
  }
  return unsure === 0 ? hits : -1;
}
