import type { Condition } from "./condition.js";
import type { Kernel } from "./kernel.js";

/** Judges a condition whose number needs no rounding: the latest value, minima and maxima. */
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

  constructor(condition: Condition, least: number) {
    const { comparison } = condition;
    this.condition = condition;
    this.#least = least;
    this.#above = comparison === ">" || comparison === ">=" || comparison === "!=";
    this.#equal = comparison === ">=" || comparison === "<=" || comparison === "==";
    this.#below = comparison === "<" || comparison === "<=" || comparison === "!=";
    this.#narrow(Number.POSITIVE_INFINITY);
  }

  /** What is compared at `values[i]`. Asked for every value in order; before there are enough, the answer isn't used. */
  protected abstract compare(values: Float64Array, i: number, position: number): number;

  advance(values: Float64Array, origin: number, from: number, to: number, marks: Uint8Array): number {
    const { limit } = this.condition;
    const bounds = this.#doubles;
    const first = this.#least - 1 - origin;
    let satisfied = 0;
    marks.fill(0, 0, to - from);
    for (let i = from; i < to; i++) {
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
    this.#narrow(Number.POSITIVE_INFINITY);
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
  }

  #narrow(gap: number): void {
    const { limit } = this.condition;
    this.#doubles[0] = this.#below ? Number.NEGATIVE_INFINITY : limit - gap;
    this.#doubles[1] = this.#above ? Number.POSITIVE_INFINITY : limit + gap;
    this.#doubles[2] = gap;
  }
}

/** From the aggregates of both sides to the number that is compared, in IEEE arithmetic and without an object per value. */
export function changeComparer(condition: Condition): (current: number, prior: number) => number {
  const { spec } = condition;
  const relative = spec.kind === "change" && spec.changeType === "RELATIVE";
  const direction = spec.kind === "change" ? spec.changeDir : "ANY";
  const sign = direction === "DECREASE" ? -1 : 1;
  const any = direction === "ANY";
  return (current, prior) => {
    const delta = current - prior;
    const change = relative ? delta / Math.abs(prior) : delta;
    return any ? Math.abs(change) : sign * change;
  };
}
