import type { Condition } from "./condition.js";
import { changeComparer, DirectKernel } from "./direct-kernel.js";
import { SlidingMaximum } from "./sliding-maximum.js";

/** Judges the maximum or minimum of a window: against a threshold, or against that of the window before. */
export class ExtremeKernel extends DirectKernel {
  readonly #window: number;
  /** −1 for minima, which are maxima of the negated values. */
  readonly #sign: number;
  readonly #current: SlidingMaximum;
  readonly #prior: SlidingMaximum | undefined;
  readonly #change: (current: number, prior: number) => number;
  #nanUntil = -1;

  constructor(condition: Condition, least: number) {
    super(condition, least);
    const { spec, window, prior } = condition;
    this.#window = window;
    this.#sign = spec.kind !== "zscore" && spec.agg === "MIN" ? -1 : 1;
    this.#current = new SlidingMaximum(window);
    this.#prior = prior === 0 ? undefined : new SlidingMaximum(prior);
    this.#change = changeComparer(condition);
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

  override reset(): void {
    super.reset();
    this.#nanUntil = -1;
    this.#current.clear();
    this.#prior?.clear();
  }
}

/** NaN makes a window's verdict false by its position; in the queue it must not outrank a number. */
function orLowest(value: number): number {
  return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
}
