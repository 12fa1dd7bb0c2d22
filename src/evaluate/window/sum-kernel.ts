import type { Condition } from "./condition.js";
import { type Decision, EPSILON, gridFor, MarginKernel, TINY } from "./margin-kernel.js";
import type { ScanEngine } from "./scan/scan-engine.js";

/** Judges a threshold on the average or the sum of a window. */
export class SumKernel extends MarginKernel {
  readonly #window: number;
  /** What the sum is divided by. */
  readonly #divisor: number;
  readonly #above: 0 | 1;
  readonly #below: 0 | 1;
  readonly #doubles = new Float64Array(3);

  constructor(condition: Condition, least: number, tracksClosest: boolean) {
    super(condition, least, tracksClosest);
    const { spec, window, comparison, limit } = condition;
    this.#window = window;
    this.#divisor = spec.kind === "threshold" && spec.agg === "AVERAGE" ? window : 1;
    this.#above = comparison === ">" || comparison === ">=" || comparison === "!=" ? 1 : 0;
    this.#below = comparison === "<" || comparison === "<=" || comparison === "!=" ? 1 : 0;
    this.#doubles[0] = limit * this.#divisor;
  }

  /** The limit in terms of the sum. */
  get #target(): number {
    return this.#doubles[0]!;
  }

  get #sum(): number {
    return this.#doubles[1]!;
  }
  set #sum(sum: number) {
    this.#doubles[1] = sum;
  }

  get #error(): number {
    return this.#doubles[2]!;
  }
  set #error(error: number) {
    this.#doubles[2] = error;
  }

  protected form(values: Float64Array, i: number): void {
    const window = this.#window;
    let sum = 0;
    let largest = 0;
    for (let k = i - window + 1; k <= i; k++) {
      const value = values[k]!;
      const size = Math.abs(value);
      if (size > largest) largest = size;
      sum += value;
    }
    this.#sum = sum;
    this.bound = 2 * largest;
    this.grid = gridFor((window + 3) * this.bound);
    this.#error = this.#errorFor(this.bound, this.stretch);
  }

  /** How far a sum can be from the exact one, and the average from the rounded one, `stretch` values after it was formed. */
  #errorFor(bound: number, stretch: number): number {
    const window = this.#window;
    // Every addition is off by half an EPSILON of its result at most, and no result exceeds (window + 3) × bound.
    const additions = stretch * (window + 3) + window * window;
    return EPSILON * (bound * additions + 4 * Math.abs(this.#target)) + TINY * window;
  }

  protected decide(_values: Float64Array, _i: number, position: number): Decision {
    const distance = this.#sum - this.#target;
    if (!(Math.abs(distance) > this.#error)) return -1;
    const decision = distance > 0 ? this.#above : this.#below;
    if (decision === 0) this.missed(position, Math.abs(distance) / this.#divisor);
    return decision;
  }

  protected compareOnGrid(): number {
    return this.#sum / this.#divisor;
  }

  protected scan(engine: ScanEngine, at: number, count: number): number {
    const window = this.#window;
    const error = this.#errorFor(engine.extent(count + window, 0), count);
    const away = Math.max(this.gap * this.#divisor, error);
    const low = this.#target - (this.#below === 1 ? error : away);
    const high = this.#target + (this.#above === 1 ? error : away);
    const end = at + 8 * count;
    return engine.scans.sum(at, end, window, engine.marks, low, high, this.#below, this.#above);
  }

  protected slide(
    values: Float64Array,
    origin: number,
    start: number,
    end: number,
    marks: Uint8Array,
    from: number,
  ): number {
    const window = this.#window;
    const target = this.#target;
    const error = this.#error;
    const bound = this.bound;
    const above = this.#above;
    const below = this.#below;
    let sum = this.#sum;
    let nearest = this.gap * this.#divisor;
    let [low, high] = this.#cuts(nearest);
    let nearestAt = -1;
    let undecided = false;
    let held = 0;
    let i = start;
    for (; i < end; i++) {
      const value = values[i]!;
      if (!(Math.abs(value) <= bound)) break;
      sum += value - values[i - window]!;
      // What holds or is undecided lies between the cuts, so nearly all values end here.
      if (sum < low || sum > high) continue;
      const distance = sum - target;
      if (!(Math.abs(distance) > error)) {
        this.#sum = sum;
        if (this.tied(values, origin, i)) continue;
        undecided = true;
        break;
      }
      if ((distance > 0 ? above : below) === 1) {
        marks[i - from] = 1;
        held++;
      } else if (Math.abs(distance) < nearest) {
        nearest = Math.abs(distance);
        nearestAt = i;
        [low, high] = this.#cuts(nearest);
      }
    }
    if (nearestAt >= 0) this.missed(origin + nearestAt, nearest / this.#divisor);
    this.#sum = sum;
    this.satisfied += held;
    if (!undecided) return i;
    this.undecided(values, origin, i);
    return i + 1;
  }

  /** Sums that aren't between these neither hold nor are undecided, and miss by no less than `nearest`. */
  #cuts(nearest: number): [low: number, high: number] {
    const away = Math.max(nearest, this.#error);
    const low = this.#below === 1 ? Number.NEGATIVE_INFINITY : this.#target - away;
    return [low, this.#above === 1 ? Number.POSITIVE_INFINITY : this.#target + away];
  }
}
