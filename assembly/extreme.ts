/**
 * Writes to `out` the maxima of the windows that end at each of the values from `at` up to `end`, an even number; of
 * the windows that begin before `at`, only what is in them. With `sign` -1 the minima, negated.
 *
 * @returns 1 if all values are finite, else 0
 */
export function extreme(at: usize, end: usize, window: i32, sign: f64, out: usize): i32 {
  const factor = f64x2.splat(sign);
  let odd = f64x2.splat(0);
  const first = out;
  for (; at < end; at += 16, out += 16) {
    const pair = v128.load(at);
    odd = f64x2.add(odd, f64x2.sub(pair, pair));
    v128.store(out, f64x2.mul(pair, factor));
  }
  // Of windows half as long, each maximum is the larger of two; the last step makes up what is missing to the length.
  let length = 1;
  while (length < window) {
    const step = min(length, window - length);
    widen(first, out, (step as usize) << 3);
    length += step;
  }
  return f64x2.extract_lane(odd, 0) + f64x2.extract_lane(odd, 1) === 0 ? 1 : 0;
}

/** Each becomes the larger of itself and the one `back` bytes before it. From the end, so that none is read that is done. */
function widen(first: usize, end: usize, back: usize): void {
  let at = end;
  while (at >= first + back + 16) {
    at -= 16;
    v128.store(at, f64x2.pmax(v128.load(at), v128.load(at - back)));
  }
  while (at >= first + back + 8) {
    at -= 8;
    store<f64>(at, max(load<f64>(at), load<f64>(at - back)));
  }
}
