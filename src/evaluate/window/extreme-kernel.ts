import type { Condition } from "./condition.js";
import { changeComparer, changeDirection, DirectKernel } from "./direct-kernel.js";
import { even, type ScanEngine } from "./scan/scan-engine.js";
import { SlidingMaximum } from "./sliding-maximum.js";

/** Judges the maximum or minimum of a window: against a threshold, or against that of the window before. */
export class ExtremeKernel extends DirectKernel {
  readonly #window: number;
  /** −1 for minima, which are maxima of the negated values. */
  readonly #sign: 1 | -1;
  readonly #current: SlidingMaximum;
  readonly #prior: SlidingMaximum | undefined;
  readonly #change: (current: number, prior: number) => number;
  readonly #direction: ReturnType<typeof changeDirection>;
  #nanUntil = -1;

  constructor(condition: Condition, least: number, tracksClosest: boolean) {
    super(condition, least, tracksClosest);
    const { spec, window, prior } = condition;
    this.#window = window;
    this.#sign = spec.kind !== "zscore" && spec.agg === "MIN" ? -1 : 1;
    this.#current = new SlidingMaximum(window);
    this.#prior = prior === 0 ? undefined : new SlidingMaximum(prior);
    this.#change = changeComparer(condition);
    this.#direction = changeDirection(condition);
  }

  protected compare(values: Float64Array, i: number, position: number): number {
    const sign = this.#sign;
    const value = values[i]!;
    if (Number.isNaN(value)) this.#nanUntil = position + this.condition.needed - 1;
    const current = this.#current.push(orLowest(sign * value), position);
    let compared = sign * current;
    if (this.#prior !== undefined) {
      if (position < this.#window) return Number.NaN;
      const moved = orLowest(sign * values[i - this.#window]!);
      compared = this.#change(compared, sign * this.#prior.push(moved, position - this.#window));
    }
    return position <= this.#nanUntil ? Number.NaN : compared;
  }

  protected compareAll(engine: ScanEngine, at: number, count: number): number | undefined {
    const { scans, values, currents, priors } = engine;
    const { needed, prior } = this.condition;
    const sign = this.#sign;
    const end = values + 8 * even(needed + count);
    if (scans.extreme(values, end, this.#window, sign, currents) === 0) return undefined;
    const first = currents + at - values;
    const last = first + 8 * count;
    if (prior === 0) {
      if (sign < 0) scans.scale(first, last, sign);
      return first;
    }
    const { relative, direction } = this.#direction;
    scans.extreme(values, end, prior, sign, priors);
    scans.compare(first, last, priors + at - values - 8 * this.#window, sign, relative, direction, first);
    return first;
  }

  protected override resume(values: Float64Array, i: number, position: number): void {
    const { prior } = this.condition;
    const sign = this.#sign;
    this.#clear();
    // A scan is sure only where there is no NaN in any window.
    for (let back = this.#window; back > 0; back--) {
      this.#current.push(sign * values[i - back]!, position - back);
    }
    for (let back = prior; back > 0; back--) {
      const moved = values[i - this.#window - back]!;
      this.#prior?.push(sign * moved, position - this.#window - back);
    }
  }

  override reset(): void {
    super.reset();
    this.#clear();
  }

  #clear(): void {
    this.#nanUntil = -1;
    this.#current.clear();
    this.#prior?.clear();
  }
}

/** NaN makes a window's verdict false by its position; in the queue it must not outrank a number. */
function orLowest(value: number): number {
  return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
}
