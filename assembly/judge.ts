import { all, answers, settle } from "./lanes";

/**
 * Judges the numbers from `at` up to `end` as they are. One is a hit if it is above, at or below `limit` and
 * `aboveHolds`, `atHolds` or `belowHolds` says so (1, or 0), and a miss if it is below `low` or above `high`.
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
  const ifAbove = all(aboveHolds);
  const ifAt = all(atHolds);
  const ifBelow = all(belowHolds);
  let hits = 0;
  for (; at < end; at += 32) {
    const x = v128.load(at);
    const y = v128.load(at, 16);
    const hit = v128.or(
      v128.or(
        v128.and(answers(f64x2.gt(x, wanted), f64x2.gt(y, wanted)), ifAbove),
        v128.and(answers(f64x2.eq(x, wanted), f64x2.eq(y, wanted)), ifAt),
      ),
      v128.and(answers(f64x2.lt(x, wanted), f64x2.lt(y, wanted)), ifBelow),
    );
    const miss = answers(
      v128.or(f64x2.lt(x, lowest), f64x2.gt(x, highest)),
      v128.or(f64x2.lt(y, lowest), f64x2.gt(y, highest)),
    );
    hits += settle(hit, v128.or(hit, miss), at, end, marks);
    if (hits < 0) return -1;
    marks += 4;
  }
  return hits;
}
