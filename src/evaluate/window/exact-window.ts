import { spread } from "./aggregate.js";
import { ExactSum } from "./exact-sum.js";
import { roundRatio } from "./round-ratio.js";

/**
 * A window whose sum, mean and deviation are known exactly at every moment, at a cost per value that doesn't
 * depend on its size. Values that leave it leave no trace.
 */
export class ExactWindow {
  readonly #sum = new ExactSum();
  readonly #squares: ExactSum | undefined;
  #count = 0;
  #nans = 0;
  #rising = 0;
  #falling = 0;

  /** @param deviation whether the deviation will be asked for */
  constructor(deviation: boolean) {
    this.#squares = deviation ? new ExactSum() : undefined;
  }

  get count(): number {
    return this.#count;
  }

  add(value: number): void {
    this.#change(value, 1);
  }

  remove(value: number): void {
    this.#change(value, -1);
  }

  /** The double nearest to the sum, or to the mean. */
  aggregate(mean: boolean): number {
    return (
      this.#special() ?? roundRatio(this.#sum.total, mean ? BigInt(this.#count) : 1n, this.#sum.exponent)
    );
  }

  /** Mean and population standard deviation, each the nearest double. */
  spread(): { mean: number; deviation: number } {
    const special = this.#special();
    if (special === undefined) return spread(this.#sum, this.#squares!, this.#count);
    const allEqual = this.#rising === this.#count || this.#falling === this.#count;
    return allEqual ? { mean: special, deviation: 0 } : { mean: Number.NaN, deviation: Number.NaN };
  }

  /** What IEEE addition gives where not all values are finite. */
  #special(): number | undefined {
    if (this.#nans > 0 || (this.#rising > 0 && this.#falling > 0)) return Number.NaN;
    if (this.#rising > 0) return Number.POSITIVE_INFINITY;
    return this.#falling > 0 ? Number.NEGATIVE_INFINITY : undefined;
  }

  #change(value: number, sign: 1 | -1): void {
    this.#count += sign;
    if (Number.isFinite(value)) {
      this.#sum.add(value, sign);
      this.#squares?.addSquare(value, sign);
    } else if (value > 0) this.#rising += sign;
    else if (value < 0) this.#falling += sign;
    else this.#nans += sign;
  }
}
