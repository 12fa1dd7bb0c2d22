import { all, answers, isAbove, isBelow, larger, rise, settle, top } from "./lanes";
import { windowSum } from "./sum";

/**
 * Judges the change at the values from `at` up to `end`: from the prior window's sum times `priorScale` to the
 * current one's times `scale`. The larger of the change times `up` and times `down` is a hit if it is above `amount`,
 * and a miss if it is below `nearest`, in units of the prior one if the change is relative, by more than `error`.
 *
 * @param marks receives a byte for every value: 1 for a hit, else 0; up to three more may be written
 * @returns how many hits there are, or -1 if a change is neither
 */
export function change(
  at: usize,
  end: usize,
  window: i32,
  prior: i32,
  marks: usize,
  scale: f64,
  priorScale: f64,
  relative: i32,
  up: f64,
  down: f64,
  amount: f64,
  nearest: f64,
  error: f64,
): i32 {
  const back = (window as usize) << 3;
  const far = back + ((prior as usize) << 3);
  const currentFactor = f64x2.splat(scale);
  const priorFactor = f64x2.splat(priorScale);
  const factorUp = f64x2.splat(up);
  const factorDown = f64x2.splat(down);
  const wanted = f64x2.splat(amount);
  const cut = f64x2.splat(nearest);
  const margin = f64x2.splat(error);
  const one = f64x2.splat(1);
  const isRelative = all(relative);
  let current = f64x2.splat(windowSum(at - back, at));
  let earlier = f64x2.splat(windowSum(at - far, at - back));
  let hits = 0;
  for (; at < end; at += 32) {
    const moving0 = v128.load(at - back);
    const moving1 = v128.load(at - back, 16);
    const c0 = rise(f64x2.sub(v128.load(at), moving0));
    const c1 = f64x2.add(top(c0), rise(f64x2.sub(v128.load(at, 16), moving1)));
    const p0 = rise(f64x2.sub(moving0, v128.load(at - far)));
    const p1 = f64x2.add(top(p0), rise(f64x2.sub(moving1, v128.load(at - far, 16))));
    const prior0 = f64x2.mul(f64x2.add(earlier, p0), priorFactor);
    const prior1 = f64x2.mul(f64x2.add(earlier, p1), priorFactor);
    const delta0 = f64x2.sub(f64x2.mul(f64x2.add(current, c0), currentFactor), prior0);
    const delta1 = f64x2.sub(f64x2.mul(f64x2.add(current, c1), currentFactor), prior1);
    current = f64x2.add(current, top(c1));
    earlier = f64x2.add(earlier, top(p1));
    const moved0 = larger(delta0, factorUp, factorDown);
    const moved1 = larger(delta1, factorUp, factorDown);
    const unit0 = v128.bitselect(f64x2.abs(prior0), one, isRelative);
    const unit1 = v128.bitselect(f64x2.abs(prior1), one, isRelative);
    const above = answers(isAbove(moved0, wanted, unit0, margin), isAbove(moved1, wanted, unit1, margin));
    const below = answers(isBelow(moved0, cut, unit0, margin), isBelow(moved1, cut, unit1, margin));
    hits += settle(above, v128.or(above, below), at, end, marks);
    if (hits < 0) return -1;
    marks += 4;
  }
  return hits;
}
