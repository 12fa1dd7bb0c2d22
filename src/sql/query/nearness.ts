import type { Condition } from "../../evaluate/window/condition.js";
import type { Dialect } from "../dialect.js";
import { directed, judgeDirectly, LARGEST, zScoreApart } from "./judge.js";
import type { LagColumns } from "./lag-columns.js";
import type { MetricPlan } from "./plan.js";
import { canDoubt, isBeyond, LARGE, type Margin, marginOf, sumTarget } from "./rounding.js";

/** How far rounding can have moved any threshold's sum, as a column of every row. */
const SLACK = "slack";

/** The filter that nearly all rows stop at, and the column that it needs. */
export interface Nearness {
  readonly derived: readonly string[];
  readonly filter: string;
}

/**
 * Which rows a metric's conditions may hold at: a few operations per row and condition, with bounds that are wide but
 * sure. NaN is greater than everything in DuckDB, so that where a window holds one, sums go through as well.
 */
export function nearness(members: readonly MetricPlan[], columns: LagColumns, d: Dialect): Nearness {
  const sums = members.filter(({ condition }) => canDoubt(condition) && condition.spec.kind === "threshold");
  const bounded = members.filter(({ condition }) => canDoubt(condition) && condition.spec.kind !== "zscore");
  const filters = members.map((member) => near(member, columns, d));
  if (bounded.length === 0) return { derived: [], filter: filters.join("\n  OR ") };
  const largest = columns.largest();
  const reach = Math.max(
    ...bounded.map(({ condition }) => condition.needed * (1 + Math.abs(condition.limit))),
  );
  const margins = sums.map(({ condition }) => ({ ...marginOf(condition), window: condition.window }));
  const factor = Math.max(...margins.map(({ current, window }) => current * window));
  const floor = Math.max(...margins.map((margin) => margin.floor));
  return {
    derived: sums.length > 0 ? [`${d.double(factor)} * ${largest} + ${d.double(floor)} AS ${SLACK}`] : [],
    filter: [...filters, `${largest} > ${d.double(LARGE / reach)}`].join("\n  OR "),
  };
}

function near({ condition }: MetricPlan, columns: LagColumns, d: Dialect): string {
  const { spec, window, prior } = condition;
  if (isBeyond(condition)) return columns.full(condition.needed);
  if (spec.kind === "zscore") {
    const { apart, squares, factor, floor } = zScoreApart(condition, columns, d);
    const reach = `(value * value + ${squares})`;
    return `${apart} >= -(${d.double(2 * factor * prior * prior)} * ${reach} + ${d.double(floor)})`;
  }
  if (!canDoubt(condition)) return judgeDirectly(condition, columns, d);
  const margin = marginOf(condition);
  if (spec.kind === "change") return nearChange(condition, margin, columns, d);
  const sum = columns.over("sum", "value", window);
  const target = d.double(sumTarget(condition));
  switch (condition.comparison) {
    case ">":
    case ">=":
      return `${sum} + ${SLACK} >= ${target}`;
    case "<":
    case "<=":
      return `${sum} - ${SLACK} <= ${target}`;
    case "==":
      return `abs(${sum} - ${target}) <= ${SLACK}`;
    case "!=":
      return `${sum} IS NOT NULL`;
  }
}

/** A change against what it must reach, times both windows' sizes where means are compared: DuckDB takes long to divide. */
function nearChange(condition: Condition, margin: Margin, columns: LagColumns, d: Dialect): string {
  const { spec, window, prior, limit } = condition;
  if (spec.kind !== "change") return "";
  const sum = columns.over("sum", "value", window);
  const sumBefore = columns.over("sum", "value", prior, window);
  const [times, timesBefore] = spec.agg === "AVERAGE" ? [prior, window] : [1, 1];
  const scaled = (column: string, by: number) => (by === 1 ? column : `${d.double(by)} * ${column}`);
  const moved = directed(`(${scaled(sum, times)} - ${scaled(sumBefore, timesBefore)})`, spec.changeDir);
  // Twice the margin, because products are rounded once more.
  const scale = 2 * times * timesBefore;
  const slack = `${d.double(scale * (margin.current * window + margin.prior * prior))} * ${LARGEST}`;
  const floor = d.double(scale * margin.floor);
  const reach =
    spec.changeType === "RELATIVE"
      ? `${d.double(limit * timesBefore)} * abs(${sumBefore})`
      : d.double(limit * times * timesBefore);
  return `${moved} + (${slack} + ${floor}) >= ${reach}`;
}
