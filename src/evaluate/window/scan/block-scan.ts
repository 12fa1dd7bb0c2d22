import { type ScanEngine, scanEngine } from "./scan-engine.js";

/** Values in a scan: enough to make up for the call and for forming sums, few enough to stay in the cache. */
const USUAL = 2048;
const SHORTEST = 64;
/** Scans that are passed over at most after one in vain. */
const MAX_PAUSE = 15;

/**
 * Judges the `count` values from the address `at` on, before which there are as many as windows reach back. Gives at how
 * many the condition holds, or −1 unless it is sure of all of them and none of those that miss is a closer one.
 */
export type Scan = (engine: ScanEngine, at: number, count: number) => number;

/**
 * Tries scans on the values to come. What a scan isn't sure of is judged value by value, and if that happens again and
 * again, as in a metric that stays at the limit, fewer are tried.
 */
export class BlockScan {
  /** At how many of the values of the last scan the condition holds. */
  held = 0;
  readonly #needed: number;
  readonly #scan: Scan;
  /** The position at which the next scan may begin, and how many are passed over after one in vain. */
  #next = 0;
  #pause = 0;

  /** @param needed values that windows reach back over, the latest one included */
  constructor(needed: number, scan: Scan) {
    this.#needed = needed;
    this.#scan = scan;
  }

  /** Lets the next scan begin anywhere: at a start, or if the last one was in vain for a closer miss, which is rare. */
  reset(): void {
    this.#next = 0;
    this.#pause = 0;
  }

  /**
   * Scans values from `values[i]` on, which is at `position` in its run, but not from `to` on. Gives how many it is sure
   * of: 0 for none. Marks those at which the condition holds in `marks`, from `start` on.
   */
  advance(
    values: Float64Array,
    position: number,
    i: number,
    to: number,
    marks: Uint8Array,
    start: number,
  ): number {
    const needed = this.#needed;
    const left = to - i;
    if (left < SHORTEST || position < this.#next || position < needed || 2 * left < needed) return 0;
    const engine = scanEngine();
    if (engine === undefined) return 0;
    const count = Math.min(left, Math.max(USUAL, 4 * needed), engine.room - needed);
    if (2 * count < needed) return 0;
    engine.load(values, i - needed, i + count);
    this.held = this.#scan(engine, engine.values + 8 * needed, count);
    if (this.held < 0) {
      this.#pause = Math.min(2 * this.#pause + 1, MAX_PAUSE);
      this.#next = position + count * this.#pause;
      return 0;
    }
    this.#pause = 0;
    if (this.held > 0) engine.copyMarks(count, marks, start);
    return count;
  }
}
