/**
 * Writes to `out` the change from each number from `prior` on to that from `current` on, for numbers up to `end`, both
 * times `sign`: the difference, or in units of the prior one if it is relative. `direction` is -1 for a decrease, 0 for
 * any direction, 1 for an increase.
 */
export function compare(
  current: usize,
  end: usize,
  prior: usize,
  sign: f64,
  relative: i32,
  direction: i32,
  out: usize,
): void {
  const factor = f64x2.splat(sign);
  const turn = f64x2.splat(direction < 0 ? -1 : 1);
  for (; current < end; current += 16, prior += 16, out += 16) {
    const before = f64x2.mul(v128.load(prior), factor);
    let change = f64x2.sub(f64x2.mul(v128.load(current), factor), before);
    if (relative !== 0) change = f64x2.div(change, f64x2.abs(before));
    v128.store(out, direction === 0 ? f64x2.abs(change) : f64x2.mul(change, turn));
  }
}
