import type { Condition } from "./condition.js";
import { ExactWindow } from "./exact-window.js";
import { change, type Measurement, zscore } from "./measure.js";

/**
 * The exact measurement of a sum, average or z-score condition at one value after the other, each in time that
 * doesn't depend on the window: for stretches where rounding keeps coming too close to the limit.
 */
export class ExactSlide {
  readonly #condition: Condition;
  readonly #mean: boolean;
  #current = new ExactWindow(false);
  #prior = new ExactWindow(false);
  /** The position it stands at; −1 before the first. */
  position = -1;

  constructor(condition: Condition) {
    const { spec } = condition;
    this.#condition = condition;
    this.#mean = spec.kind !== "zscore" && spec.agg === "AVERAGE";
  }

  /** The measurement at `values[i]`. In order it costs one step; after a jump the windows are formed anew. */
  at(values: Float64Array, origin: number, i: number): Measurement {
    const position = origin + i;
    if (position === this.position + 1 && this.position >= 0) this.#step(values, i, position);
    else this.#form(values, i, position);
    this.position = position;
    return this.#measure(values[i]!);
  }

  #form(values: Float64Array, i: number, position: number): void {
    const { window, prior } = this.#condition;
    this.#current = new ExactWindow(false);
    this.#prior = new ExactWindow(this.#condition.spec.kind === "zscore");
    const middle = i - Math.min(window, position + 1);
    for (let k = i; k > middle; k--) this.#current.add(values[k]!);
    const first = Math.max(middle - prior, i - position - 1);
    for (let k = middle; k > first; k--) this.#prior.add(values[k]!);
  }

  #step(values: Float64Array, i: number, position: number): void {
    const { window, prior } = this.#condition;
    this.#current.add(values[i]!);
    if (position < window) return;
    const moved = values[i - window]!;
    this.#current.remove(moved);
    if (prior === 0) return;
    this.#prior.add(moved);
    if (this.#prior.count > prior) this.#prior.remove(values[i - window - prior]!);
  }

  #measure(latest: number): Measurement {
    const condition = this.#condition;
    if (condition.spec.kind === "zscore") {
      const { mean, deviation } = this.#prior.spread();
      return zscore(condition, latest, mean, deviation);
    }
    const current = this.#current.aggregate(this.#mean);
    if (condition.spec.kind === "threshold") return { compared: current, current };
    return change(condition, current, this.#prior.aggregate(this.#mean));
  }
}
