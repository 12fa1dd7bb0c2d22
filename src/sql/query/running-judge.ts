import type { Condition } from "../../evaluate/window/condition.js";
import type { Dialect } from "../dialect.js";
import { exactVerdict, GRID, MOST_ON_GRID } from "./exact-verdict.js";
import { changeApart, judgeDirectly, zScoreApart } from "./judge.js";
import type { MetricPlan } from "./plan.js";
import { canDoubt, EPSILON, isBeyond, LARGE, LARGE_ROOT, marginOf, sumTarget } from "./rounding.js";
import type { RunningColumns } from "./running-columns.js";

/** What a handful of operations on doubles are wrong by at most. */
const OWN = 16 * EPSILON;

/**
 * Whether a condition holds at a row, by differences of running totals, as a SQL expression: true, false, or null where
 * rounding could decide. Where all values of the run are whole numbers, halves and the like, nothing was rounded.
 */
export function judgeRunning(condition: Condition, columns: RunningColumns, d: Dialect): string {
  const { spec, needed } = condition;
  if (isBeyond(condition)) return "CAST(NULL AS BOOLEAN)";
  if (!canDoubt(condition)) return judgeDirectly(condition, columns, d);
  const byRounding = spec.kind === "zscore" ? ofZScore : spec.kind === "change" ? ofChange : ofSum;
  return [`CASE WHEN ${columns.hasNaN(needed)} THEN FALSE`, ...byRounding(condition, columns, d), "END"].join(
    "\n  ",
  );
}

/**
 * Whether any of the conditions may hold at a row: few operations per row and condition. Nearly all rows stop here, and
 * what else is asked of a row would make Spark's code too large to be compiled.
 */
export function nearRunning(members: readonly MetricPlan[], columns: RunningColumns, d: Dialect): string {
  const near = members.map(({ condition }) => mayHold(condition, columns, d));
  const summed = members.filter(({ condition }) => canDoubt(condition) && !isBeyond(condition));
  if (summed.length > 0) {
    const most = Math.min(...summed.map(({ condition }) => mostMagnitude(condition)));
    near.push(`${columns.magnitudes()} > ${d.double(most)}`);
  }
  // Every window holds the latest value, and none that holds a NaN meets its condition.
  const least = Math.min(...members.map(({ condition }) => condition.needed));
  const full = least > 1 ? ` AND ${columns.full(least)}` : "";
  return `${columns.isNumber()}${full} AND (\n  ${near.join("\n  OR ")}\n)`;
}

function mayHold(condition: Condition, columns: RunningColumns, d: Dialect): string {
  const { spec, window, comparison } = condition;
  if (isBeyond(condition)) return columns.full(condition.needed);
  if (!canDoubt(condition)) return judgeDirectly(condition, columns, d);
  if (spec.kind === "zscore") {
    return `${zScoreApart(condition, columns, d).apart} >= -${zScoreBound(condition, columns, d)}`;
  }
  if (spec.kind === "change") {
    return `${changeApart(condition, columns, d).apart} >= -${changeBound(condition, columns, d)}`;
  }
  const apart = `${columns.over("sum", "value", window)} - ${d.double(sumTarget(condition))}`;
  const bound = sumBound(condition, columns, d);
  switch (comparison) {
    case ">":
    case ">=":
      return `${apart} >= -${bound}`;
    case "<":
    case "<=":
      return `${apart} <= ${bound}`;
    case "==":
      return `abs(${apart}) <= ${bound}`;
    case "!=":
      return columns.full(condition.needed);
  }
}

function ofSum(condition: Condition, columns: RunningColumns, d: Dialect): string[] {
  const { spec, window, comparison } = condition;
  const sum = columns.over("sum", "value", window);
  const level = spec.kind === "threshold" && spec.agg === "AVERAGE" ? `${sum} / ${window}` : sum;
  const above = comparison === ">" || comparison === ">=" || comparison === "!=";
  const below = comparison === "<" || comparison === "<=" || comparison === "!=";
  return [
    `WHEN ${columns.magnitudes()} > ${d.double(mostMagnitude(condition))} THEN NULL`,
    exactly(condition, columns, { level, before: d.double(0) }, d),
    ...outside(`${sum} - ${d.double(sumTarget(condition))}`, sumBound(condition, columns, d), above, below),
  ];
}

/** By how much rounding can have moved a threshold's sum and what it is held against. */
function sumBound(condition: Condition, columns: RunningColumns, d: Dialect): string {
  return `(${columns.slack()} + ${d.double(marginOf(condition).floor)})`;
}

function ofChange(condition: Condition, columns: RunningColumns, d: Dialect): string[] {
  const { apart, current, before } = changeApart(condition, columns, d);
  const bound = changeBound(condition, columns, d);
  return [
    `WHEN ${columns.magnitudes()} > ${d.double(mostMagnitude(condition))} THEN NULL`,
    exactly(condition, columns, { level: current, before }, d),
    ...outside(apart, bound, true, false),
  ];
}

/** By how much rounding can have moved both sides of a change's comparison. */
function changeBound(condition: Condition, columns: RunningColumns, d: Dialect): string {
  const { spec, window, prior, limit } = condition;
  const mean = spec.kind === "change" && spec.agg === "AVERAGE";
  const relative = spec.kind === "change" && spec.changeType === "RELATIVE";
  const weight = (count: number) => 1 / (mean ? count : 1);
  const factor = weight(window) + weight(prior) * (relative ? 1 + Math.abs(limit) : 1);
  return `(${d.double(factor)} * ${columns.slack()} + ${d.double(marginOf(condition).floor)})`;
}

function ofZScore(condition: Condition, columns: RunningColumns, d: Dialect): string[] {
  const { prior: n, needed, limit } = condition;
  const { apart, sum, distance, variance, floor } = zScoreApart(condition, columns, d);
  const few = `${columns.squares()} < ${d.double(MOST_ON_GRID / GRID / needed)}`;
  const ofWhole = `(${d.double(OWN)} * (${distance} * ${distance} + ${d.double(limit * limit)} * ${variance}) + ${d.double(floor)})`;
  const still = { level: "value", before: `(${sum} / ${n})`, deviation: d.double(0) };
  return [
    `WHEN ${columns.magnitudes()} > ${d.double(mostMagnitude(condition))} THEN NULL`,
    `WHEN ${wholeSoFar(condition, columns, d)} AND ${few} THEN CASE WHEN ${variance} = 0 THEN ${exactVerdict(condition, still, d)}`,
    ...outside(apart, ofWhole, true, false),
    "END",
    ...outside(apart, zScoreBound(condition, columns, d), true, false),
  ];
}

/** By how much rounding can have moved both sides of a z-score's comparison. */
function zScoreBound(condition: Condition, columns: RunningColumns, d: Dialect): string {
  const { prior: n, limit } = condition;
  const { sum, squares, distance, floor } = zScoreApart(condition, columns, d);
  const slack = columns.slack();
  const own = d.double(OWN);
  const ofDistance = `(2 * abs(${distance}) + ${slack}) * ${slack} + ${own} * ${distance} * ${distance}`;
  const ofVariance = `${n} * ${columns.squareSlack()} + (2 * abs(${sum}) + ${slack}) * ${slack} + ${own} * (${n} * ${squares} + ${sum} * ${sum})`;
  return `(${ofDistance} + ${d.double(limit * limit)} * (${ofVariance}) + ${d.double(floor)})`;
}

/** Beyond so large magnitudes, nothing is decided by doubles. */
function mostMagnitude({ spec, needed, limit }: Condition): number {
  const reach = 1 + Math.abs(limit);
  return (spec.kind === "zscore" ? LARGE_ROOT / needed : LARGE) / reach;
}

/** Sums that aren't rounded are judged as they are. */
function exactly(
  condition: Condition,
  columns: RunningColumns,
  aggregates: { readonly level: string; readonly before: string },
  d: Dialect,
): string {
  const verdict = exactVerdict(condition, { ...aggregates, deviation: d.double(0) }, d);
  return `WHEN ${wholeSoFar(condition, columns, d)} THEN ${verdict}`;
}

function wholeSoFar({ needed }: Condition, columns: RunningColumns, d: Dialect): string {
  return `${columns.onGrid()} AND ${columns.magnitudes()} < ${d.double(MOST_ON_GRID / needed)}`;
}

function outside(apart: string, bound: string, above: boolean, below: boolean): string[] {
  const truth = (holds: boolean) => (holds ? "TRUE" : "FALSE");
  return [`WHEN ${apart} > ${bound} THEN ${truth(above)}`, `WHEN ${apart} < -${bound} THEN ${truth(below)}`];
}
