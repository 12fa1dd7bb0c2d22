import type { Condition } from "./condition.js";
import { type Decision, EPSILON, gridFor, MarginKernel, TINY } from "./margin-kernel.js";
import { change } from "./measure.js";
import type { ScanEngine } from "./scan/scan-engine.js";

/** Judges a change of the average or the sum of a window against the window before it. */
export class ChangeKernel extends MarginKernel {
  readonly #window: number;
  readonly #prior: number;
  readonly #relative: boolean;
  readonly #doubles = new Float64Array(8);

  constructor(condition: Condition, least: number, tracksClosest: boolean) {
    super(condition, least, tracksClosest);
    const { spec, window, prior, limit } = condition;
    const mean = spec.kind === "change" && spec.agg === "AVERAGE";
    const direction = spec.kind === "change" ? spec.changeDir : "ANY";
    this.#window = window;
    this.#prior = prior;
    this.#doubles[0] = mean ? 1 / window : 1;
    this.#doubles[1] = mean ? 1 / prior : 1;
    this.#doubles[2] = limit;
    this.#relative = spec.kind === "change" && spec.changeType === "RELATIVE";
    this.#doubles[3] = direction === "DECREASE" ? -1 : 1;
    this.#doubles[7] = direction === "INCREASE" ? 1 : -1;
  }

  /** From the sum of a side to what is compared: 1, or one over its window. */
  get #currentScale(): number {
    return this.#doubles[0]!;
  }

  get #priorScale(): number {
    return this.#doubles[1]!;
  }

  get #amount(): number {
    return this.#doubles[2]!;
  }

  /** What looks for the change is the larger of the change times `up` and times `down`. */
  get #up(): number {
    return this.#doubles[3]!;
  }
  get #down(): number {
    return this.#doubles[7]!;
  }

  get #currentSum(): number {
    return this.#doubles[4]!;
  }
  set #currentSum(currentSum: number) {
    this.#doubles[4] = currentSum;
  }

  get #priorSum(): number {
    return this.#doubles[5]!;
  }
  set #priorSum(priorSum: number) {
    this.#doubles[5] = priorSum;
  }

  get #error(): number {
    return this.#doubles[6]!;
  }
  set #error(error: number) {
    this.#doubles[6] = error;
  }

  protected form(values: Float64Array, i: number): void {
    const middle = i - this.#window;
    let largest = 0;
    let currentSum = 0;
    let priorSum = 0;
    for (let k = middle - this.#prior + 1; k <= i; k++) {
      const value = values[k]!;
      const size = Math.abs(value);
      if (size > largest) largest = size;
      if (k > middle) currentSum += value;
      else priorSum += value;
    }
    this.#currentSum = currentSum;
    this.#priorSum = priorSum;
    this.bound = 2 * largest;
    this.grid = gridFor((Math.max(this.#window, this.#prior) + 3) * this.bound);
    this.#error = this.#errorFor(this.bound, this.stretch);
  }

  /** How far the difference that `slide` holds against 0 can be from the exact one. */
  #errorFor(bound: number, stretch: number): number {
    const currentSize = bound * this.#window * this.#currentScale;
    const priorSize = bound * this.#prior * this.#priorScale;
    const off = (window: number, scale: number) => bound * scale * (stretch * (window + 3) + window * window);
    const current = off(this.#window, this.#currentScale) + 4 * currentSize;
    const prior = off(this.#prior, this.#priorScale) + 4 * priorSize;
    const amount = Math.abs(this.#amount);
    const compared = this.#relative ? amount * (prior + 4 * priorSize) : 4 * amount;
    return EPSILON * (current + prior + compared + 4 * (currentSize + priorSize)) + TINY * (1 + amount);
  }

  protected decide(_values: Float64Array, _i: number, position: number): Decision {
    const prior = this.#priorSum * this.#priorScale;
    const delta = this.#currentSum * this.#currentScale - prior;
    const moved = Math.max(delta * this.#up, delta * this.#down);
    const unit = this.#relative ? Math.abs(prior) : 1;
    const distance = moved - this.#amount * unit;
    if (distance > this.#error) return 1;
    if (!(distance < -this.#error)) return -1;
    this.missed(position, this.#amount - moved / unit);
    return 0;
  }

  protected compareOnGrid(): number {
    const mean = this.condition.spec.kind === "change" && this.condition.spec.agg === "AVERAGE";
    const current = mean ? this.#currentSum / this.#window : this.#currentSum;
    const prior = mean ? this.#priorSum / this.#prior : this.#priorSum;
    return change(this.condition, current, prior).compared;
  }

  protected scan(engine: ScanEngine, at: number, count: number): number {
    const window = this.#window;
    const prior = this.#prior;
    const error = this.#errorFor(engine.extent(count + window + prior, 0), count);
    return engine.scans.change(
      at,
      at + 8 * count,
      window,
      prior,
      engine.marks,
      this.#currentScale,
      this.#priorScale,
      this.#relative ? 1 : 0,
      this.#up,
      this.#down,
      this.#amount,
      this.#amount - this.gap,
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
    const window = this.#window;
    const both = window + this.#prior;
    const currentScale = this.#currentScale;
    const priorScale = this.#priorScale;
    const amount = this.#amount;
    const relative = this.#relative;
    const up = this.#up;
    const down = this.#down;
    const error = this.#error;
    const bound = this.bound;
    let currentSum = this.#currentSum;
    let priorSum = this.#priorSum;
    let nearest = amount - this.gap;
    let nearestAt = -1;
    let undecided = false;
    let held = 0;
    let i = start;
    for (; i < end; i++) {
      const value = values[i]!;
      if (!(Math.abs(value) <= bound)) break;
      const moving = values[i - window]!;
      currentSum += value - moving;
      priorSum += moving - values[i - both]!;
      const prior = priorSum * priorScale;
      const delta = currentSum * currentScale - prior;
      const unit = relative ? Math.abs(prior) : 1;
      const cut = nearest * unit - error;
      // What holds or is undecided lies beyond every miss or within the error, so nearly all values end here.
      if (delta * up < cut && delta * down < cut) continue;
      const moved = Math.max(delta * up, delta * down);
      const distance = moved - amount * unit;
      if (distance > error) {
        marks[i - from] = 1;
        held++;
      } else if (!(distance < -error)) {
        this.#currentSum = currentSum;
        this.#priorSum = priorSum;
        if (this.tied(values, origin, i)) continue;
        undecided = true;
        break;
      } else if (moved > nearest * unit) {
        nearest = moved / unit;
        nearestAt = i;
      }
    }
    if (nearestAt >= 0) this.missed(origin + nearestAt, amount - nearest);
    this.#currentSum = currentSum;
    this.#priorSum = priorSum;
    this.satisfied += held;
    if (!undecided) return i;
    this.undecided(values, origin, i);
    return i + 1;
  }
}
