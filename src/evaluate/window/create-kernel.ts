import type { Condition } from "./condition.js";
import type { Kernel } from "./kernel.js";
import { ReferenceKernel } from "./reference-kernel.js";

/**
 * How many values must be there before a condition is evaluated. With partial windows: one for a threshold, a full
 * current window and one prior value for a change, and a baseline of two for a z-score, as one value has no spread.
 */
export function leastValues(condition: Condition, partialWindows: boolean): number {
  if (!partialWindows) return condition.needed;
  if (condition.spec.kind === "threshold") return 1;
  return condition.window + Math.min(condition.prior, condition.spec.kind === "zscore" ? 2 : 1);
}

/** The kernel that judges `condition` fastest. */
export function createKernel(condition: Condition, partialWindows: boolean): Kernel {
  return new ReferenceKernel(condition, leastValues(condition, partialWindows));
}
