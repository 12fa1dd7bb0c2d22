import { formatNumber } from "../format-number.js";
import type { MetricFiring } from "../verdict/firing.js";
import type { RunOutcome } from "../verdict/outcome.js";
import { runName } from "../verdict/words.js";
import { type Condition, toCondition } from "../window/condition.js";
import { type CurveFiring, placedByStep, placedByWindow, placesOf } from "./curve-places.js";
import type { PictureData, PicturedAutomation } from "./picture-data.js";

/** One run as it is drawn. */
export interface RunCurve {
  readonly label: string;
  /** Name and id. */
  readonly fullName: string;
  /** What happened, in a few words: `step 134` where it fired, else `closest 0.94`. */
  readonly note: string;
  /** Where the values stand: steps, or their places in the list where there are none. Rising. */
  readonly xs: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly firings: readonly CurveFiring[];
  /** Places at which the condition held, if they were collected. */
  readonly held: readonly number[];
  /** Logged values that one place stands for: over 1 where a series was too long to be kept whole. */
  readonly perPlace: number;
}

/** All runs of a metric automation. */
export interface MetricCurves {
  readonly summary: PicturedAutomation;
  readonly metric: string;
  readonly condition: Condition;
  /** Those that fired first, then those that came close. */
  readonly curves: readonly RunCurve[];
  /** What `xs` are: `place` where rows had no steps, `window` where only the windows at firings are known. */
  readonly x: "step" | "place" | "window";
  /** Runs of which nothing can be drawn. */
  readonly missing: number;
}

/** The curves of one automation, or `undefined` if it doesn't watch a metric. */
export function metricCurves(data: PictureData, summary: PicturedAutomation): MetricCurves | undefined {
  if (summary.metric === undefined) return undefined;
  const { index } = summary.automation;
  const condition = toCondition(summary.metric);
  const firings = new Map<string, MetricFiring[]>();
  for (const firing of data.firings) {
    if (firing.kind !== "metric" || firing.automation.index !== index) continue;
    const key = runKey(firing);
    const before = firings.get(key);
    if (before === undefined) firings.set(key, [firing]);
    else before.push(firing);
  }
  const outcomes = data.outcomes.filter(
    (outcome): outcome is RunOutcome => outcome.kind === "run" && outcome.automation.index === index,
  );
  const windowsOnly = !outcomes.some(({ series }) => series !== undefined);
  const drawn = outcomes
    .map((outcome) => ({ outcome, fired: firings.get(runKey(outcome)) ?? [] }))
    .filter(
      ({ outcome, fired }) => (outcome.series?.values.length ?? 0) > 0 || (windowsOnly && fired.length > 0),
    )
    .sort((a, b) => rank(a.outcome) - rank(b.outcome));
  const curves = drawn.map(({ outcome, fired }) =>
    windowsOnly ? windowCurve(outcome, fired, condition) : seriesCurve(outcome, fired, condition),
  );
  return {
    summary,
    metric: summary.metric.name,
    condition,
    curves,
    x: windowsOnly ? "window" : drawn.every(({ outcome }) => hasSteps(outcome)) ? "step" : "place",
    missing: outcomes.length - drawn.length,
  };
}

function runKey({ run }: MetricFiring | RunOutcome): string {
  return JSON.stringify([run.entity, run.project, run.id]);
}

/** Fired runs come first, then the closest misses. */
function rank(outcome: RunOutcome): number {
  return outcome.firings > 0 ? -1 : (outcome.closest?.gap ?? Number.MAX_VALUE);
}

function hasSteps({ series }: RunOutcome): boolean {
  return series?.steps.every((step) => Number.isFinite(step)) ?? false;
}

function seriesCurve(outcome: RunOutcome, fired: readonly MetricFiring[], condition: Condition): RunCurve {
  const { series } = outcome;
  const byStep = hasSteps(outcome);
  const { xs, values, firings } = byStep ? placedByStep(series!, fired) : placedByWindow(series!, fired);
  const held = byStep ? placesOf(xs, outcome.satisfiedSteps ?? []) : [];
  return {
    label: outcome.run.displayName ?? outcome.run.id,
    fullName: runName(outcome.run),
    note: noteOf(outcome, fired, condition),
    xs,
    values,
    firings,
    held,
    perPlace: Math.max(1, outcome.logged / series!.values.length),
  };
}

/** What a firing itself knows: the values in its windows, the last of them the one at which it fired. */
function windowCurve(outcome: RunOutcome, fired: readonly MetricFiring[], condition: Condition): RunCurve {
  const firing = fired[0]!;
  const values = [...firing.prior, ...firing.values];
  const at = values.length - 1;
  const xs = values.map((_, i) => i - at);
  return {
    label: outcome.run.displayName ?? outcome.run.id,
    fullName: runName(outcome.run),
    note: noteOf(outcome, fired, condition),
    xs,
    values,
    firings: [{ at, firing }],
    held: [],
    perPlace: 1,
  };
}

function noteOf(outcome: RunOutcome, fired: readonly MetricFiring[], { spec, limit }: Condition): string {
  const first = fired[0];
  if (first !== undefined) {
    const where = first.step === undefined ? "fired" : `step ${first.step}`;
    return fired.length > 1 ? `${where}, then ${fired.length - 1}×` : where;
  }
  const blocker = outcome.blockers[0];
  if (blocker?.kind === "window") return `window ${blocker.filled} of ${blocker.needed} full`;
  if (blocker?.kind === "nan") return `${blocker.count} of ${outcome.evaluated} NaN`;
  if (blocker?.kind !== "condition" || outcome.closest === undefined) {
    return blocker?.message ?? "did not fire";
  }
  const { compared } = outcome.closest;
  if (spec.kind === "change" && spec.changeType === "RELATIVE") {
    return `closest ${shortNumber(compared * 100, limit * 100)} %`;
  }
  return `closest ${spec.kind === "zscore" ? "z " : ""}${shortNumber(compared, limit)}`;
}

/** Four digits, or as many as tell the number from the limit that it missed. */
function shortNumber(value: number, limit: number): string {
  const short = Number(value.toPrecision(4));
  return (short === limit ? formatNumber(value, limit) : String(short)).replace("-", "−");
}
