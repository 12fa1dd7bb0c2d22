import type { EventPlan } from "../event-plan.js";
import type { Closest } from "../verdict/outcome.js";
import type { Condition } from "../window/condition.js";
import { createKernel } from "../window/create-kernel.js";
import type { Kernel } from "../window/kernel.js";
import { measure } from "../window/measure.js";
import { NarrowedKernel } from "../window/narrowed-kernel.js";
import { Cooldown } from "./cooldown.js";

/** What is wanted of a metric automation on a run. */
export interface MetricWatchSettings {
  readonly partialWindows: boolean;
  readonly collectSatisfied: boolean;
  /** Whether the closest miss is wanted. */
  readonly trackClosest: boolean;
}

/** One metric automation on one run: its kernel, and what came of it so far. */
export class MetricWatch {
  readonly plan: EventPlan;
  readonly condition: Condition;
  kernel: Kernel;
  readonly satisfiedSteps: number[] | undefined;
  cooldown = new Cooldown();
  satisfied = 0;
  firings = 0;
  closest: Closest | undefined;

  constructor(plan: EventPlan, condition: Condition, settings: MetricWatchSettings) {
    this.plan = plan;
    this.condition = condition;
    this.kernel = createKernel(condition, settings.partialWindows, settings.trackClosest);
    this.satisfiedSteps = settings.collectSatisfied ? [] : undefined;
  }

  /** How many values its kernel may look back at. */
  get history(): number {
    const { needed } = this.condition;
    return this.kernel instanceof NarrowedKernel ? 2 * needed : needed;
  }

  /** Looks from now on only where `laxer`, which is judged before, holds. */
  narrow(laxer: MetricWatch): void {
    const { needed } = this.condition;
    const outer =
      laxer.kernel instanceof NarrowedKernel ? laxer.kernel : new NarrowedKernel(laxer.kernel, needed);
    laxer.kernel = outer;
    this.kernel = new NarrowedKernel(this.kernel, needed, outer);
  }

  /** Takes note of the closest miss, at `values[at]`, while its windows are still there. */
  missed(values: Float64Array, at: number, origin: number, step: number, timestamp: number): void {
    const { compared } = measure(this.condition, values, at, origin + at + 1);
    const gap = Math.abs(this.condition.limit - compared);
    if (this.closest !== undefined && gap >= this.closest.gap) return;
    this.closest = {
      compared,
      gap,
      ...(Number.isNaN(step) ? {} : { step }),
      ...(Number.isNaN(timestamp) ? {} : { timestamp }),
    };
  }
}
