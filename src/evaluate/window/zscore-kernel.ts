import { type Condition, meets } from "./condition.js";
import { type Decision, EPSILON, gridFor, MarginKernel, TINY } from "./margin-kernel.js";
import { zscore } from "./measure.js";
import type { ScanEngine } from "./scan/scan-engine.js";

/**
 * Judges a z-score by the running sums of the baseline and of its squares, both relative to a value of it, so
 * that a large mean costs no digits. With D = n·latest − Σ and V = n·Σ² − (Σ)², z is D / √V: the squares of both
 * sides are compared, and no root is taken.
 */
export class ZScoreKernel extends MarginKernel {
  readonly #size: number;
  /** The position of the last value that differs from the one before it. */
  #changedAt = 0;
  readonly #doubles = new Float64Array(8);

  constructor(condition: Condition, least: number, tracksClosest: boolean) {
    super(condition, least, tracksClosest);
    const { spec, prior, limit } = condition;
    const direction = spec.kind === "zscore" ? spec.changeDir : "ANY";
    this.#size = prior;
    this.#doubles[6] = prior;
    this.#doubles[0] = direction === "DECREASE" ? -1 : 1;
    this.#doubles[7] = direction === "INCREASE" ? 1 : -1;
    this.#doubles[1] = limit * Math.abs(limit);
  }

  /** What looks for the distance is the larger of the distance times `up` and times `down`. */
  get #up(): number {
    return this.#doubles[0]!;
  }
  get #down(): number {
    return this.#doubles[7]!;
  }

  /** The square of the limit, with its sign. */
  get #target(): number {
    return this.#doubles[1]!;
  }

  /** What the sums are relative to. */
  get #shift(): number {
    return this.#doubles[2]!;
  }
  set #shift(shift: number) {
    this.#doubles[2] = shift;
  }

  get #sum(): number {
    return this.#doubles[3]!;
  }
  set #sum(sum: number) {
    this.#doubles[3] = sum;
  }

  get #squares(): number {
    return this.#doubles[4]!;
  }
  set #squares(squares: number) {
    this.#doubles[4] = squares;
  }

  get #error(): number {
    return this.#doubles[5]!;
  }
  set #error(error: number) {
    this.#doubles[5] = error;
  }

  /** The size of the baseline, as the factor it is. */
  get #count(): number {
    return this.#doubles[6]!;
  }

  protected form(values: Float64Array, i: number, position: number): void {
    const size = this.#size;
    const first = i - size;
    const shift = values[first]!;
    let sum = 0;
    let squares = 0;
    let largest = Math.abs(values[i]! - shift);
    let changedAt = first;
    for (let k = first; k < i; k++) {
      const value = values[k]! - shift;
      const magnitude = Math.abs(value);
      if (magnitude > largest) largest = magnitude;
      sum += value;
      squares += value * value;
      if (k > first && values[k] !== values[k - 1]) changedAt = k;
    }
    this.#shift = shift;
    this.#changedAt = position - i + (values[i] === values[i - 1] ? changedAt : i);
    this.#sum = sum;
    this.#squares = squares;
    this.bound = 2 * largest;
    this.grid = gridFor(Math.max(Math.abs(shift), this.bound) * size * 4);
    this.#error = this.#errorFor(this.bound, Math.abs(shift), this.stretch);
  }

  /** How far D² − limit²·V can be from the exact one, the final rounding of mean, deviation and z included. */
  #errorFor(bound: number, shift: number, stretch: number): number {
    const n = this.#size;
    const additions = stretch * (n + 4) + n * n;
    const sumError = EPSILON * bound * additions;
    const squaresError = EPSILON * bound * bound * 2 * additions;
    const distance = 2 * n * bound;
    const distanceError = sumError + EPSILON * n * (8 * bound + 4 * shift);
    const varianceError =
      n * squaresError + 2 * n * bound * sumError + sumError * sumError + EPSILON * 4 * n * n * bound * bound;
    const target = Math.abs(this.#target);
    return (
      2 * distance * distanceError +
      distanceError * distanceError +
      target * varianceError +
      EPSILON * 16 * (distance * distance + target * n * n * bound * bound) +
      TINY * n * n * (1 + target)
    );
  }

  protected decide(values: Float64Array, i: number, position: number): Decision {
    const latest = values[i]! - this.#shift;
    const d = this.#size * latest - this.#sum;
    const moved = Math.max(d * this.#up, d * this.#down);
    const variance = this.#size * this.#squares - this.#sum * this.#sum;
    const distance = moved * Math.abs(moved) - this.#target * variance;
    if (distance > this.#error) return 1;
    if (!(distance < -this.#error)) return -1;
    this.missed(position, Math.max(0, this.condition.limit - moved / Math.sqrt(variance)));
    return 0;
  }

  /** Exact where the squares fit too, and the variance has a root that does. */
  protected compareOnGrid(values: Float64Array, i: number): number | undefined {
    const n = this.#size;
    const unit = (this.grid / 1.5) * 2 ** -52;
    if (this.grid !== 0 && (unit < 2 ** -500 || (n * this.bound) / unit >= 2 ** 26)) return undefined;
    const variance = n * this.#squares - this.#sum * this.#sum;
    const root = Math.sqrt(variance);
    if (root * root !== variance) return undefined;
    const mean = (n * this.#shift + this.#sum) / n;
    return zscore(this.condition, values[i]!, mean, root / n).compared;
  }

  /** The square of the z-score of the closest miss, with its sign. */
  get #nearest(): number {
    const best = this.condition.limit - this.gap;
    return best * Math.abs(best);
  }

  /**
   * Whether what misses by more than `nearest` may be passed over unseen: not where `nearest` is so far below 0 that an
   * error of the variance times it could exceed the margin.
   */
  #canCut(nearest: number): boolean {
    return nearest >= -Math.abs(this.#target);
  }

  protected scan(engine: ScanEngine, at: number, count: number): number {
    const size = this.#size;
    const nearest = this.#nearest;
    if (!this.#canCut(nearest)) return -1;
    const shift = engine.first;
    const error = this.#errorFor(engine.extent(count + size + 1, shift), Math.abs(shift), count);
    return engine.scans.zscore(
      at,
      at + 8 * count,
      size,
      engine.marks,
      shift,
      this.#up,
      this.#down,
      this.#target,
      nearest,
      error,
    );
  }

  protected slide(
    values: Float64Array,
    origin: number,
    start: number,
    end: number,
    marks: Uint8Array,
    from: number,
  ): number {
    const n = this.#size;
    const count = this.#count;
    const up = this.#up;
    const down = this.#down;
    const target = this.#target;
    const shift = this.#shift;
    const error = this.#error;
    const bound = this.bound;
    const { limit } = this.condition;
    let sum = this.#sum;
    let squares = this.#squares;
    let changedAt = this.#changedAt - origin;
    let before = values[start - 1]!;
    let nearest = this.#nearest;
    let nearestAt = -1;
    let cut = Math.max(nearest, -Math.abs(target));
    let slack = this.#canCut(nearest) ? error : Number.POSITIVE_INFINITY;
    let undecided = false;
    let held = 0;
    let i = start;
    for (; i < end; i++) {
      const value = values[i]!;
      const latest = value - shift;
      if (!(Math.abs(latest) <= bound)) break;
      const entering = before - shift;
      const leaving = values[i - 1 - n]! - shift;
      sum += entering - leaving;
      squares += entering * entering - leaving * leaving;
      const constant = i - n >= changedAt;
      if (value !== before) changedAt = i;
      before = value;
      const d = count * latest - sum;
      const signed = d * Math.abs(d);
      const variance = count * squares - sum * sum;
      // What holds or is undecided lies beyond every miss or within the error, so nearly all values end here.
      const least = cut * variance - slack;
      if (signed * up < least && signed * down < least) continue;
      const square = Math.max(signed * up, signed * down);
      const distance = square - target * variance;
      if (constant) {
        const mark = this.#constant(values, i);
        marks[i - from] = mark;
        held += mark;
      } else if (distance > error) {
        marks[i - from] = 1;
        held++;
      } else if (!(distance < -error)) {
        this.#sum = sum;
        this.#squares = squares;
        if (this.tied(values, origin, i)) continue;
        undecided = true;
        break;
      } else if (square > nearest * variance) {
        nearest = square / variance;
        nearestAt = i;
        cut = Math.max(cut, nearest);
        slack = this.#canCut(nearest) ? error : slack;
      }
    }
    if (nearestAt >= 0) {
      const z = Math.sign(nearest) * Math.sqrt(Math.abs(nearest));
      this.missed(origin + nearestAt, Math.max(0, limit - z));
    }
    this.#sum = sum;
    this.#squares = squares;
    this.#changedAt = changedAt + origin;
    this.satisfied += held;
    if (!undecided) return i;
    this.undecided(values, origin, i);
    return i + 1;
  }

  /** A baseline of equal values has deviation 0, whatever the sums have become. */
  #constant(values: Float64Array, i: number): 0 | 1 {
    const { compared } = zscore(this.condition, values[i]!, values[i - 1]!, 0);
    if (meets(compared, ">=", this.condition.limit)) return 1;
    if (Number.isNaN(compared)) this.nans++;
    return 0;
  }
}
