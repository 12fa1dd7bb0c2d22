/** The largest distance from `shift` among the values from `at` up to `end`, a multiple of two. NaN counts as none. */
export function extent(at: usize, end: usize, shift: f64): f64 {
  const from = f64x2.splat(shift);
  let first = f64x2.splat(0);
  let second = first;
  for (; at + 32 <= end; at += 32) {
    first = f64x2.pmax(first, f64x2.abs(f64x2.sub(v128.load(at), from)));
    second = f64x2.pmax(second, f64x2.abs(f64x2.sub(v128.load(at, 16), from)));
  }
  for (; at < end; at += 16) first = f64x2.pmax(first, f64x2.abs(f64x2.sub(v128.load(at), from)));
  first = f64x2.pmax(first, second);
  return max(f64x2.extract_lane(first, 0), f64x2.extract_lane(first, 1));
}
