import type { Condition } from "./condition.js";
import type { Kernel } from "./kernel.js";
import { BlockScan } from "./scan/block-scan.js";
import type { ScanEngine } from "./scan/scan-engine.js";

/**
 * Judges a condition whose number needs no rounding: the latest value, minima and maxima. Many values at once are
 * scanned in WebAssembly first; where there are NaNs or closer misses, values are judged one by one.
 */
export abstract class DirectKernel implements Kernel {
  nans = 0;
  closestAt = -1;
  protected readonly condition: Condition;
  readonly #least: number;
  readonly #above: boolean;
  readonly #equal: boolean;
  readonly #below: boolean;
  /** Numbers between which something holds or is a closer miss: low, high, and the gap of the closest miss. */
  readonly #doubles = new Float64Array(3);

  readonly #farthest: number;
  readonly #blocks: BlockScan;
  /** Whether the values before the next one were scanned. */
  #isBehind = false;

  /** @param tracksClosest whether the closest miss is wanted */
  constructor(condition: Condition, least: number, tracksClosest: boolean) {
    const { comparison } = condition;
    this.#farthest = tracksClosest ? Number.POSITIVE_INFINITY : 0;
    this.condition = condition;
    this.#least = least;
    this.#above = comparison === ">" || comparison === ">=" || comparison === "!=";
    this.#equal = comparison === ">=" || comparison === "<=" || comparison === "==";
    this.#below = comparison === "<" || comparison === "<=" || comparison === "!=";
    this.#narrow(this.#farthest);
    this.#blocks = new BlockScan(condition.needed, (engine, at, count) => this.#scan(engine, at, count));
  }

  /** What is compared at `values[i]`. Asked for every value in order; before there are enough, the answer isn't used. */
  protected abstract compare(values: Float64Array, i: number, position: number): number;

  /** Writes what is compared at the `count` values from `at` on somewhere; gives where, or `undefined` if there are NaNs. */
  protected abstract compareAll(engine: ScanEngine, at: number, count: number): number | undefined;

  /** Brings what `compare` remembers, if anything, to `values[i]`, after values that it wasn't asked for. */
  protected resume(_values: Float64Array, _i: number, _position: number): void {}

  advance(values: Float64Array, origin: number, from: number, to: number, marks: Uint8Array): number {
    const { limit } = this.condition;
    const bounds = this.#doubles;
    const first = this.#least - 1 - origin;
    let satisfied = 0;
    marks.fill(0, 0, to - from);
    for (let i = from; i < to; i++) {
      const scanned = this.#blocks.advance(values, origin + i, i, to, marks, i - from);
      if (scanned > 0) {
        satisfied += this.#blocks.held;
        i += scanned - 1;
        this.#isBehind = true;
        continue;
      }
      if (this.#isBehind) this.resume(values, i, origin + i);
      this.#isBehind = false;
      const compared = this.compare(values, i, origin + i);
      // Nearly all values end here: they neither hold nor miss more closely than another.
      if (compared < bounds[0]! || compared > bounds[1]! || i < first) continue;
      if (
        compared > limit ? this.#above : compared < limit ? this.#below : this.#equal && compared === limit
      ) {
        marks[i - from] = 1;
        satisfied++;
      } else this.#miss(compared, origin + i);
    }
    return satisfied;
  }

  reset(): void {
    this.nans = 0;
    this.closestAt = -1;
    this.#isBehind = false;
    this.#blocks.reset();
    this.#narrow(this.#farthest);
  }

  #scan(engine: ScanEngine, at: number, count: number): number {
    const first = this.compareAll(engine, at, count);
    if (first === undefined) return -1;
    const [low, high, gap] = this.#doubles as unknown as [number, number, number];
    return engine.scans.judge(
      first,
      first + 8 * count,
      engine.marks,
      this.condition.limit,
      // No miss is closer than one at the limit.
      gap === 0 ? Number.POSITIVE_INFINITY : low,
      gap === 0 ? Number.NEGATIVE_INFINITY : high,
      this.#above ? 1 : 0,
      this.#equal ? 1 : 0,
      this.#below ? 1 : 0,
    );
  }

  #miss(compared: number, position: number): void {
    if (Number.isNaN(compared)) {
      this.nans++;
      return;
    }
    const gap = Math.abs(this.condition.limit - compared);
    if (gap >= this.#doubles[2]!) return;
    this.closestAt = position;
    this.#narrow(gap);
    this.#blocks.reset();
  }

  #narrow(gap: number): void {
    const { limit } = this.condition;
    this.#doubles[0] = this.#below ? Number.NEGATIVE_INFINITY : limit - gap;
    this.#doubles[1] = this.#above ? Number.POSITIVE_INFINITY : limit + gap;
    this.#doubles[2] = gap;
  }
}

/** How a change is compared: whether relative, and in which direction (0 for any). */
export function changeDirection(condition: Condition): { relative: 0 | 1; direction: -1 | 0 | 1 } {
  const { spec } = condition;
  const direction = spec.kind === "change" ? spec.changeDir : "ANY";
  return {
    relative: spec.kind === "change" && spec.changeType === "RELATIVE" ? 1 : 0,
    direction: direction === "ANY" ? 0 : direction === "DECREASE" ? -1 : 1,
  };
}

/** From the aggregates of both sides to the number that is compared, in IEEE arithmetic and without an object per value. */
export function changeComparer(condition: Condition): (current: number, prior: number) => number {
  const { relative, direction } = changeDirection(condition);
  return (current, prior) => {
    const delta = current - prior;
    const change = relative === 1 ? delta / Math.abs(prior) : delta;
    return direction === 0 ? Math.abs(change) : direction * change;
  };
}
