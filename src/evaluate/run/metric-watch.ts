import type { EventPlan } from "../event-plan.js";
import type { Closest } from "../verdict/outcome.js";
import type { Condition } from "../window/condition.js";
import { createKernel } from "../window/create-kernel.js";
import type { Kernel } from "../window/kernel.js";
import { measure } from "../window/measure.js";
import { Cooldown } from "./cooldown.js";

/** One metric automation on one run: its kernel, and what came of it so far. */
export class MetricWatch {
  readonly plan: EventPlan;
  readonly condition: Condition;
  readonly kernel: Kernel;
  readonly satisfiedSteps: number[] | undefined;
  cooldown = new Cooldown();
  satisfied = 0;
  firings = 0;
  closest: Closest | undefined;
  #closestAt = -1;

  constructor(plan: EventPlan, condition: Condition, partialWindows: boolean, collectSatisfied: boolean) {
    this.plan = plan;
    this.condition = condition;
    this.kernel = createKernel(condition, partialWindows);
    this.satisfiedSteps = collectSatisfied ? [] : undefined;
  }

  /** Works out the numbers of the closest miss while its windows are still in the buffer. */
  noteClosest(
    values: Float64Array,
    origin: number,
    stepAt: (i: number) => number,
    stampAt: (i: number) => number,
  ): void {
    const at = this.kernel.closestAt;
    if (at === this.#closestAt) return;
    this.#closestAt = at;
    const i = at - origin;
    const { compared } = measure(this.condition, values, i, at + 1);
    const step = stepAt(i);
    const timestamp = stampAt(i);
    this.closest = {
      compared,
      gap: Math.abs(this.condition.limit - compared),
      ...(Number.isNaN(step) ? {} : { step }),
      ...(Number.isNaN(timestamp) ? {} : { timestamp }),
    };
  }
}
