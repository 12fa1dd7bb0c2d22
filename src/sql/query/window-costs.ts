import type { Dialect } from "../dialect.js";
import type { MetricGroup, MetricPlan } from "./plan.js";

/** So many columns of earlier values take as long as a sum over a frame, which takes about as long for any size. */
const LAGS_PER_SUM = 15;
/** The greatest in a frame takes as long as two sums. */
const SUMS_PER_EXTREME = 2;
/** No row carries more values than these. */
const MOST_LAGS = 64;
/** Beside longer windows, sums of so few values are still cheaper without a frame. */
const FEW = 12;

/** The most values that an automation of them needs. */
export function mostNeeded(members: readonly MetricPlan[]): number {
  return Math.max(...members.map(({ condition }) => condition.needed));
}

/** Whether a group's rows bring the values of their windows, or they must be looked up. */
export function bringsValues(group: Pick<MetricGroup, "members">, d: Dialect): boolean {
  return d.addsUp ? mostNeeded(group.members) === 1 : lagReach(group) >= mostNeeded(group.members);
}

/** How many values back windows may begin that are worked out from columns of earlier values. */
export function lagReach(group: Pick<MetricGroup, "members">): number {
  const frames = new Map(group.members.flatMap(framesOf));
  const sums = [...frames.values()].reduce((sum, cost) => sum + cost, 0);
  const needed = mostNeeded(group.members);
  return needed <= Math.min(MOST_LAGS, Math.max(FEW, LAGS_PER_SUM * sums)) ? needed : FEW;
}

/** What a condition's windows would cost as frames, in sums. */
function framesOf({ condition }: MetricPlan): [frame: string, cost: number][] {
  const { spec, window, prior } = condition;
  if (spec.kind === "zscore") return [[`baseline ${prior}`, 2]];
  const extreme = spec.agg === "MIN" || spec.agg === "MAX";
  const [what, cost] = extreme ? [spec.agg, SUMS_PER_EXTREME] : ["sum", 1];
  const current: [string, number] = [`${what} ${window}`, window > 1 ? cost : 0];
  return prior > 1 ? [current, [`${what} ${prior} before ${window}`, cost]] : [current];
}
