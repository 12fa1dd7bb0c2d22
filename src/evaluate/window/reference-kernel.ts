import { type Condition, meets } from "./condition.js";
import type { Kernel } from "./kernel.js";
import { measure } from "./measure.js";

/** Judges every value by measuring its windows anew. */
export class ReferenceKernel implements Kernel {
  readonly #condition: Condition;
  readonly #least: number;
  nans = 0;
  closestAt = -1;
  #gap = Number.POSITIVE_INFINITY;

  constructor(condition: Condition, least: number) {
    this.#condition = condition;
    this.#least = least;
  }

  advance(values: Float64Array, origin: number, from: number, to: number, marks: Uint8Array): number {
    let satisfied = 0;
    for (let i = from; i < to; i++) {
      const held = origin + i + 1 >= this.#least && this.#judge(values, i, origin + i);
      marks[i - from] = held ? 1 : 0;
      if (held) satisfied++;
    }
    return satisfied;
  }

  reset(): void {
    this.nans = 0;
    this.closestAt = -1;
    this.#gap = Number.POSITIVE_INFINITY;
  }

  #judge(values: Float64Array, i: number, position: number): boolean {
    const { comparison, limit } = this.#condition;
    const { compared } = measure(this.#condition, values, i, position + 1);
    if (meets(compared, comparison, limit)) return true;
    const gap = Math.abs(limit - compared);
    if (Number.isNaN(compared)) this.nans++;
    else if (gap < this.#gap) {
      this.#gap = gap;
      this.closestAt = position;
    }
    return false;
  }
}
