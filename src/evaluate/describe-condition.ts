import { formatNumber } from "./format-number.js";
import type { Condition } from "./window/condition.js";
import type { Measurement } from "./window/measure.js";

const AGGREGATES = { AVERAGE: "average", SUM: "sum", MAX: "maximum", MIN: "minimum" } as const;
const VERBS = { INCREASE: "rises", DECREASE: "falls", ANY: "changes" } as const;

/** A metric condition in words: `average of the last 5 values of val/loss > 0.5`. */
export function describeCondition(metric: string, condition: Condition): string {
  const { spec } = condition;
  if (spec.kind === "threshold") {
    return `${side(spec.agg, condition.window)} of ${metric} ${condition.comparison} ${spec.threshold}`;
  }
  if (spec.kind === "zscore") {
    const sign = spec.changeDir === "ANY" ? "|z|" : spec.changeDir === "DECREASE" ? "−z" : "z";
    return `${sign} of the latest value of ${metric} against the ${spec.window} before >= ${spec.threshold}`;
  }
  const relative = spec.changeType === "RELATIVE";
  const amount = relative ? `${formatNumber(spec.amount * 100)} %` : String(spec.amount);
  const before = spec.agg === null ? "the value before" : `the ${condition.prior} before`;
  return `${side(spec.agg, condition.window)} of ${metric} ${VERBS[spec.changeDir]} by at least ${amount} against ${before}`;
}

function side(agg: keyof typeof AGGREGATES | null, window: number): string {
  if (agg === null) return "latest value";
  return `${AGGREGATES[agg]} of the last ${window === 1 ? "value" : `${window} values`}`;
}

/** Why the condition held, with its numbers. */
export function describeFiring(metric: string, condition: Condition, measured: Measurement): string {
  const { spec, comparison, limit } = condition;
  const { compared, current } = measured;
  const held = `${formatNumber(compared, limit)} ${comparison} ${limit}`;
  if (spec.kind === "threshold") return `the ${side(spec.agg, condition.window)} of ${metric} is ${held}`;
  if (spec.kind === "zscore") {
    const against = `mean ${formatNumber(measured.mean!)}, deviation ${formatNumber(measured.deviation!)}`;
    return `the latest value of ${metric}, ${formatNumber(current)}, has a z-score with ${held} (${against} of the ${condition.prior} before)`;
  }
  const from = `from ${formatNumber(measured.prior!)} to ${formatNumber(current)}`;
  const kind = spec.changeType === "RELATIVE" ? "relative change" : "change";
  return `the ${side(spec.agg, condition.window)} of ${metric} went ${from}: ${kind} ${held}`;
}
