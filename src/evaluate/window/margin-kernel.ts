import { type Condition, meets } from "./condition.js";
import { ExactSlide } from "./exact-slide.js";
import type { Kernel } from "./kernel.js";
import { measure } from "./measure.js";
import { BlockScan } from "./scan/block-scan.js";
import type { ScanEngine } from "./scan/scan-engine.js";

/** Twice the unit roundoff of a double. */
export const EPSILON = 2 ** -52;
/** Below this everything may be rounded away: no margin is smaller. */
export const TINY = 2 ** -1060;

const MIN_STRETCH = 1024;
const MAX_STRIKES = 3;
const UNDECIDED = -1;
/** 1 holds, 0 doesn't, −1 is too close to say. */
export type Decision = 0 | 1 | -1;

/**
 * Judges by running sums, and knows how wrong they can be: a bound on every rounding error since the sums were
 * last formed is part of the judgement. What lies further from the limit than the bound is decided at the speed
 * of the sums; the rest is measured exactly. So the verdict never depends on what left the windows.
 *
 * Sums are formed anew every so often, when a value exceeds the bound's assumption, and after values that aren't
 * finite. If exact measurements pile up, an exact sliding window takes over for a while, so that no data
 * makes a value cost more than a constant.
 *
 * Many values at once are scanned in WebAssembly first, by the same bound. A scan says where the condition holds if it
 * is sure of every value and finds no closer miss, which is so nearly always; if not, its values are judged one by one.
 *
 * Numbers that the loops work with are kept in typed arrays: a field that happens to hold a whole number would be
 * an integer to the engine, and make the same loop several times slower.
 */
export abstract class MarginKernel implements Kernel {
  nans = 0;
  closestAt = -1;
  protected readonly condition: Condition;
  /** Values after which sums are formed anew. */
  protected readonly stretch: number;
  /** Values that may still be judged by the sums there are. */
  protected left = 0;
  /** Adding this and taking it away rounds to the grid on which sums up to the bound are exact; NaN where there is none. */
  protected grid = Number.NaN;
  readonly #doubles = new Float64Array(2);
  /** 1s written by the current call. */
  protected satisfied = 0;
  #marks: Uint8Array = new Uint8Array(0);
  #from = 0;
  readonly #least: number;
  readonly #slide: ExactSlide;
  #formedAt = 0;
  #verified = -1;
  #strikes = 0;
  #nanUntil = -1;
  #exactUntil = -1;
  readonly #blocks: BlockScan;
  readonly #farthest: number;

  /** @param tracksClosest whether the closest miss is wanted */
  constructor(condition: Condition, least: number, tracksClosest: boolean) {
    this.condition = condition;
    this.#farthest = tracksClosest ? Number.POSITIVE_INFINITY : 0;
    this.gap = this.#farthest;
    this.stretch = Math.max(4 * condition.needed, MIN_STRETCH);
    this.#least = least;
    this.#slide = new ExactSlide(condition);
    this.#blocks = new BlockScan(condition.needed, (engine, at, count) => this.scan(engine, at, count));
  }

  /** No value since the sums were formed is larger in magnitude. */
  protected get bound(): number {
    return this.#doubles[0]!;
  }
  protected set bound(bound: number) {
    this.#doubles[0] = bound;
  }

  /** How far from the limit the closest miss was. */
  protected get gap(): number {
    return this.#doubles[1]!;
  }
  protected set gap(gap: number) {
    this.#doubles[1] = gap;
  }

  /** Forms the sums for the windows that end at `values[i]`, and sets `bound` and `grid`. */
  protected abstract form(values: Float64Array, i: number, position: number): void;
  /** What the sums that were just formed say; takes note of a miss. */
  protected abstract decide(values: Float64Array, i: number, position: number): Decision;
  /** The number to compare, given that the sums are exact; `undefined` if that isn't enough to know it. */
  protected abstract compareOnGrid(values: Float64Array, i: number): number | undefined;
  /**
   * Judges `values[i..end)` by the running sums: writes a 1 at `i − from` where the condition holds and adds to
   * `satisfied`. Stops before a value beyond `bound`, and after one that had to be given to `undecided`; returns where.
   */
  protected abstract slide(
    values: Float64Array,
    origin: number,
    i: number,
    end: number,
    marks: Uint8Array,
    from: number,
  ): number;

  /** A `Scan` by the sums of windows. */
  protected abstract scan(engine: ScanEngine, at: number, count: number): number;

  advance(values: Float64Array, origin: number, from: number, to: number, marks: Uint8Array): number {
    this.satisfied = 0;
    this.#marks = marks;
    this.#from = from;
    marks.fill(0, 0, to - from);
    let i = this.#begin(values, origin, from, to);
    while (i < to) {
      const position = origin + i;
      if (position > this.#nanUntil && position > this.#exactUntil) {
        const scanned = this.#blocks.advance(values, position, i, to, marks, i - from);
        if (scanned > 0) {
          this.satisfied += this.#blocks.held;
          // The sums are those of values that have gone.
          this.left = 0;
          i += scanned;
          continue;
        }
        if (this.left > 0) {
          const next = this.slide(values, origin, i, Math.min(to, i + this.left), marks, from);
          this.left = Math.max(0, this.left - (next - i));
          if (next > i) {
            i = next;
            continue;
          }
        }
      }
      if (this.#single(values, origin, i)) this.#hold(i);
      i++;
    }
    return this.satisfied;
  }

  /** Passes over the values that only fill the windows, which needs no judging but of those that aren't finite. */
  #begin(values: Float64Array, origin: number, from: number, to: number): number {
    const end = Math.min(to, this.#least - 1 - origin);
    let i = from;
    for (; i < end; i++) if (!Number.isFinite(values[i])) this.#single(values, origin, i);
    return i;
  }

  /** Marks `values[i]` as one at which the condition holds. */
  #hold(i: number): void {
    this.satisfied++;
    this.#marks[i - this.#from] = 1;
  }

  reset(): void {
    this.nans = 0;
    this.closestAt = -1;
    this.gap = this.#farthest;
    this.#blocks.reset();
    this.left = 0;
    this.#strikes = 0;
    this.#nanUntil = -1;
    this.#exactUntil = -1;
    this.#slide.position = -1;
  }

  /** Judges a value that the running sums can't: at a start, around non-finite values, in exact stretches. */
  #single(values: Float64Array, origin: number, i: number): boolean {
    const position = origin + i;
    const { needed } = this.condition;
    const value = values[i]!;
    if (Number.isNaN(value)) this.#nanUntil = position + needed - 1;
    else if (!Number.isFinite(value)) this.#exactUntil = Math.max(this.#exactUntil, position + needed - 1);
    this.left = 0;
    if (position + 1 < this.#least) return false;
    if (position <= this.#nanUntil) {
      this.nans++;
      return false;
    }
    if (position <= this.#exactUntil || position + 1 < needed) {
      return this.#settle(position, this.#slide.at(values, origin, i).compared);
    }
    this.#strikes = 0;
    this.#form(values, i, position);
    const decision = this.decide(values, i, position);
    return decision === UNDECIDED ? this.#close(values, origin, i) : decision === 1;
  }

  #form(values: Float64Array, i: number, position: number): void {
    this.form(values, i, position);
    this.left = this.stretch;
    this.#formedAt = position;
    this.#verified = position - this.condition.needed;
  }

  /**
   * Settles a value at which the running sums are too close to the limit, if they are known to be exact: the quick way
   * through a metric that stays at the limit, as an accuracy of 1 does.
   */
  protected tied(values: Float64Array, origin: number, i: number): boolean {
    if (this.#verified + 1 < origin || !this.#onGrid(values, origin, i)) return false;
    const compared = this.compareOnGrid(values, i);
    if (compared === undefined) return false;
    if (this.#settle(origin + i, compared)) this.#hold(i);
    return true;
  }

  /** Judges a value at which the running sums are too close to the limit. */
  protected undecided(values: Float64Array, origin: number, i: number): void {
    if (this.#undecided(values, origin, i)) this.#hold(i);
  }

  #undecided(values: Float64Array, origin: number, i: number): boolean {
    const position = origin + i;
    const gone = this.#verified + 1 < origin;
    if (gone || position - this.#formedAt >= this.condition.needed) {
      this.#form(values, i, position);
      const decision = this.decide(values, i, position);
      if (decision !== UNDECIDED) return decision === 1;
    }
    return this.#close(values, origin, i);
  }

  #close(values: Float64Array, origin: number, i: number): boolean {
    const position = origin + i;
    if (this.#onGrid(values, origin, i)) {
      const compared = this.compareOnGrid(values, i);
      if (compared !== undefined) return this.#settle(position, compared);
    }
    this.#strikes++;
    if (this.#strikes > MAX_STRIKES) {
      this.#exactUntil = position + 2 * this.stretch;
      this.left = 0;
    }
    return this.#settle(position, measure(this.condition, values, i, position + 1).compared);
  }

  /** Whether every value since the sums were formed lies on the grid, so that no rounding took place. */
  #onGrid(values: Float64Array, origin: number, i: number): boolean {
    const { grid } = this;
    for (let k = this.#verified + 1 - origin; k <= i; k++) {
      if (values[k]! + grid - grid !== values[k]) {
        this.grid = Number.NaN;
        return false;
      }
    }
    this.#verified = origin + i;
    return true;
  }

  #settle(position: number, compared: number): boolean {
    const { comparison, limit } = this.condition;
    if (meets(compared, comparison, limit)) return true;
    if (Number.isNaN(compared)) this.nans++;
    else this.missed(position, Math.abs(limit - compared));
    return false;
  }

  /** Takes note of a value that missed the limit by `gap`. */
  protected missed(position: number, gap: number): void {
    if (gap < this.gap) {
      this.gap = gap;
      this.closestAt = position;
      this.#blocks.reset();
    }
  }
}

/** The number that rounds to the grid on which sums of up to `magnitude` are exact; NaN where there is none. */
export function gridFor(magnitude: number): number {
  if (magnitude === 0) return 0;
  const exponent = Math.max(Math.ceil(Math.log2(magnitude)) + 1 - 53, -1074);
  return exponent + 53 < 1023 ? 1.5 * 2 ** (exponent + 52) : Number.NaN;
}
