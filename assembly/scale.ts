/** Multiplies the numbers from `at` up to `end` by `sign`. */
export function scale(at: usize, end: usize, sign: f64): void {
  const factor = f64x2.splat(sign);
  for (; at < end; at += 16) v128.store(at, f64x2.mul(v128.load(at), factor));
}
