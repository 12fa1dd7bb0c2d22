import type { Condition } from "../window/condition.js";
import { downsample, spread } from "./downsample.js";
import type { RunCurve } from "./run-curve.js";
import { type TriggerPoint, triggerPoint } from "./trigger-level.js";

/** A curve reduced to what a picture of a given width can show. */
export interface DrawnCurve {
  readonly curve: RunCurve;
  /** Places of the logged values that are drawn. */
  readonly places: readonly number[];
  /** What the condition looks at along the curve, with the place of each point. */
  readonly trigger: readonly (TriggerPoint & { readonly at: number })[];
}

/** Values that may be aggregated for one curve: more would be seen as a pause, not as a better picture. */
const MAX_WORK = 2_000_000;

/** Prepares a curve for `columns` pixels or characters. Firings are kept exactly. */
export function drawCurve(curve: RunCurve, condition: Condition, columns: number): DrawnCurve {
  const keep = curve.firings.map(({ at }) => at);
  const places = downsample(curve.values, columns, keep);
  // Of a series that was thinned out, its extremes are left: aggregates of those would be wrong.
  if (curve.perPlace > 1 && condition.needed > 1) return { curve, places, trigger: firingPoints(curve) };
  const count = Math.max(2, Math.min(columns, Math.floor(MAX_WORK / condition.needed)));
  const trigger = spread(curve.values.length, count, keep).flatMap((at) => {
    const point = triggerPoint(condition, curve.values, at);
    return point === undefined ? [] : [{ ...point, at }];
  });
  return { curve, places, trigger };
}

/** What was compared where it fired, which is known exactly. */
function firingPoints({ firings }: RunCurve): DrawnCurve["trigger"] {
  return firings.map(({ at, firing }) => ({ at, current: firing.measurement.current }));
}
