import type { EventPlan } from "../event-plan.js";
import { Cooldown } from "../run/cooldown.js";
import type { Condition } from "../window/condition.js";
import { createKernel, leastValues } from "../window/create-kernel.js";
import type { Kernel } from "../window/kernel.js";
import { measure } from "../window/measure.js";
import type { ColumnFiring, Columns, ColumnsResult } from "./columns.js";

/** One automation over columns: one run after the other, each in several pieces. */
export class ColumnWatch {
  readonly plan: EventPlan;
  readonly #condition: Condition;
  readonly #kernel: Kernel;
  readonly #least: number;
  readonly #satisfiedAt: number[] | undefined;
  readonly #firings: ColumnFiring[] = [];
  #cooldown = new Cooldown();
  #runs = 0;
  #evaluated = 0;
  #satisfied = 0;
  #nans = 0;

  constructor(plan: EventPlan, condition: Condition, partialWindows: boolean, collectSatisfied: boolean) {
    this.plan = plan;
    this.#condition = condition;
    this.#kernel = createKernel(condition, partialWindows, false);
    this.#least = leastValues(condition, partialWindows);
    this.#satisfiedAt = collectSatisfied ? [] : undefined;
  }

  /** A run of `count` values follows. */
  begin(count: number): void {
    this.#runs++;
    this.#evaluated += Math.max(0, count - this.#least + 1);
    this.#nans += this.#kernel.nans;
    this.#kernel.reset();
    this.#cooldown = new Cooldown();
  }

  /** Judges the values `from` to `to` of the run that begins at `start`; gives at how many the condition holds. */
  judge(values: Float64Array, start: number, from: number, to: number, marks: Uint8Array): number {
    const count = this.#kernel.advance(values, -start, from, to, marks);
    this.#satisfied += count;
    return count;
  }

  /** Goes through what was just judged, and held somewhere. */
  hold(columns: Columns, run: number, start: number, from: number, to: number, marks: Uint8Array): void {
    const { values, steps, timestamps } = columns;
    if (this.#isDone) return;
    for (let k = marks.indexOf(1); k >= 0 && k < to - from; k = marks.indexOf(1, k + 1)) {
      const at = from + k;
      this.#satisfiedAt?.push(at);
      const timestamp = timestamps?.[at] ?? Number.NaN;
      if (!this.#cooldown.allows(timestamp)) continue;
      this.#cooldown.fire(timestamp);
      const { compared } = measure(this.#condition, values, at, at - start + 1);
      this.#firings.push({
        run,
        at,
        ...(steps === undefined ? {} : { step: steps[at]! }),
        ...(timestamps === undefined ? {} : { timestamp }),
        compared,
      });
      if (this.#isDone) return;
    }
  }

  /** Without timestamps a run fires once, and there is nothing more to look for. */
  get #isDone(): boolean {
    return this.#satisfiedAt === undefined && Number.isNaN(this.#cooldown.next);
  }

  /** @param places where the values were before those that don't count were left out */
  result(places: ArrayLike<number> | undefined): ColumnsResult {
    const placed = (at: number) => places?.[at] ?? at;
    return {
      automation: this.plan.ref,
      title: this.plan.title,
      runs: this.#runs,
      evaluated: this.#evaluated,
      satisfied: this.#satisfied,
      ...(this.#satisfiedAt === undefined ? {} : { satisfiedAt: this.#satisfiedAt.map(placed) }),
      nans: this.#nans + this.#kernel.nans,
      firings: this.#firings.map((firing) => ({ ...firing, at: placed(firing.at) })),
    };
  }
}
