import type { Condition } from "./condition.js";
import { changeComparer, DirectKernel } from "./direct-kernel.js";

/** Judges the latest value against a threshold. */
export class LatestKernel extends DirectKernel {
  protected compare(values: Float64Array, i: number): number {
    return values[i]!;
  }
}

/** Judges the latest value against the one before. */
export class LatestChangeKernel extends DirectKernel {
  readonly #compare: (current: number, prior: number) => number;

  constructor(condition: Condition, least: number) {
    super(condition, least);
    this.#compare = changeComparer(condition);
  }

  protected compare(values: Float64Array, i: number): number {
    return this.#compare(values[i]!, values[i - 1] ?? Number.NaN);
  }
}
