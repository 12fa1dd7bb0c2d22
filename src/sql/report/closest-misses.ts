import type { EventPlan } from "../../evaluate/event-plan.js";
import type { Closest } from "../../evaluate/verdict/outcome.js";
import { meets } from "../../evaluate/window/condition.js";
import { measure } from "../../evaluate/window/measure.js";
import type { MissRow } from "./result-rows.js";

/** How close an automation came on a run, and how often nothing could be compared. */
export interface Misses {
  readonly closest: Closest | undefined;
  readonly nans: number;
}

const NONE: Misses = { closest: undefined, nans: 0 };

/** Measures the windows that a query found to be near the limit, without rounding, and keeps the closest miss. */
export class ClosestMisses {
  readonly #plans: readonly EventPlan[];
  /** By automation, then by run. */
  readonly #found: Map<string, Misses>[];

  constructor(plans: readonly EventPlan[]) {
    this.#plans = plans;
    this.#found = plans.map(() => new Map());
  }

  /** Takes a window. Those of an automation and a run come in the order of their places. */
  take(row: MissRow): void {
    const runs = this.#found[row.automation]!;
    runs.set(row.run, this.#with(row, runs.get(row.run) ?? NONE));
  }

  of(automation: number, run: string): Misses {
    return this.#found[automation]!.get(run) ?? NONE;
  }

  #with({ automation, values, times, step, time }: MissRow, { closest, nans }: Misses): Misses {
    const { watched } = this.#plans[automation]!;
    if (values.length === 0 || watched.kind !== "metric") return { closest, nans: nans + times };
    const { condition } = watched;
    const { comparison, limit } = condition;
    const { compared } = measure(condition, values, values.length - 1, values.length);
    if (Number.isNaN(compared)) return { closest, nans: nans + times };
    const gap = Math.abs(limit - compared);
    if (meets(compared, comparison, limit) || !(gap < (closest?.gap ?? Number.POSITIVE_INFINITY))) {
      return { closest, nans };
    }
    const place = {
      ...(step === undefined ? {} : { step }),
      ...(time === undefined ? {} : { timestamp: time }),
    };
    return { closest: { compared, gap, ...place }, nans };
  }
}
