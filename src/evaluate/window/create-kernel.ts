import { ChangeKernel } from "./change-kernel.js";
import type { Condition } from "./condition.js";
import { ExtremeKernel } from "./extreme-kernel.js";
import type { Kernel } from "./kernel.js";
import { LatestChangeKernel, LatestKernel } from "./latest-kernel.js";
import { SumKernel } from "./sum-kernel.js";
import { ZScoreKernel } from "./zscore-kernel.js";

/**
 * How many values must be there before a condition is evaluated. With partial windows: one for a threshold, a full
 * current window and one prior value for a change, and a baseline of two for a z-score, as one value has no spread.
 */
export function leastValues(condition: Condition, partialWindows: boolean): number {
  if (!partialWindows) return condition.needed;
  if (condition.spec.kind === "threshold") return 1;
  return condition.window + Math.min(condition.prior, condition.spec.kind === "zscore" ? 2 : 1);
}

/**
 * The kernel that judges `condition` fastest.
 *
 * @param tracksClosest whether the closest miss is wanted
 */
export function createKernel(condition: Condition, partialWindows: boolean, tracksClosest: boolean): Kernel {
  const { spec } = condition;
  const least = leastValues(condition, partialWindows);
  if (spec.kind === "zscore") return new ZScoreKernel(condition, least, tracksClosest);
  if (spec.agg === "MAX" || spec.agg === "MIN") return new ExtremeKernel(condition, least, tracksClosest);
  if (spec.kind === "threshold") {
    return spec.agg === null
      ? new LatestKernel(condition, least, tracksClosest)
      : new SumKernel(condition, least, tracksClosest);
  }
  return spec.agg === null
    ? new LatestChangeKernel(condition, least, tracksClosest)
    : new ChangeKernel(condition, least, tracksClosest);
}
