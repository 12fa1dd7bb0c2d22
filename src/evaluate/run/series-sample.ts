import type { LoggedSeries } from "../verdict/outcome.js";

const LIMIT = 100_000;
const GROUP = 4;

/**
 * A metric's values for pictures: all of them, or, of more than 100,000, the lowest and highest of every so many,
 * so that no peak is lost.
 */
export class SeriesSample {
  #steps: number[] = [];
  #values: number[] = [];

  add(step: number, value: number): void {
    if (this.#values.length === LIMIT) this.#thin();
    this.#steps.push(step);
    this.#values.push(value);
  }

  get series(): LoggedSeries {
    return { steps: this.#steps, values: this.#values };
  }

  #thin(): void {
    const steps: number[] = [];
    const values: number[] = [];
    for (let from = 0; from < this.#values.length; from += GROUP) {
      const [first, second] = this.#extremes(from, Math.min(from + GROUP, this.#values.length));
      for (const at of first === second ? [first] : [first, second]) {
        steps.push(this.#steps[at]!);
        values.push(this.#values[at]!);
      }
    }
    this.#steps = steps;
    this.#values = values;
  }

  /** Where the lowest and the highest are, in order of place. A value that isn't a number counts as both. */
  #extremes(from: number, to: number): [number, number] {
    let low = from;
    let high = from;
    for (let i = from + 1; i < to; i++) {
      if (!(this.#values[i]! >= this.#values[low]!)) low = i;
      if (!(this.#values[i]! <= this.#values[high]!)) high = i;
    }
    return low < high ? [low, high] : [high, low];
  }
}
