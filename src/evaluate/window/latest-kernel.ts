import type { Condition } from "./condition.js";
import { changeComparer, changeDirection, DirectKernel } from "./direct-kernel.js";
import type { ScanEngine } from "./scan/scan-engine.js";

/** Judges the latest value against a threshold. */
export class LatestKernel extends DirectKernel {
  protected compare(values: Float64Array, i: number): number {
    return values[i]!;
  }

  protected compareAll(_engine: ScanEngine, at: number): number {
    return at;
  }
}

/** Judges the latest value against the one before. */
export class LatestChangeKernel extends DirectKernel {
  readonly #compare: (current: number, prior: number) => number;
  readonly #direction: ReturnType<typeof changeDirection>;

  constructor(condition: Condition, least: number, tracksClosest: boolean) {
    super(condition, least, tracksClosest);
    this.#compare = changeComparer(condition);
    this.#direction = changeDirection(condition);
  }

  protected compare(values: Float64Array, i: number): number {
    return this.#compare(values[i]!, values[i - 1] ?? Number.NaN);
  }

  protected compareAll({ scans, currents }: ScanEngine, at: number, count: number): number {
    const { relative, direction } = this.#direction;
    scans.compare(at, at + 8 * count, at - 8, 1, relative, direction, currents);
    return currents;
  }
}
