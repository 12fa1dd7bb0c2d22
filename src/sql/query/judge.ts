import type { Condition } from "../../evaluate/window/condition.js";
import type { Dialect } from "../dialect.js";
import { meets, ratio } from "./ieee.js";
import type { WindowColumns } from "./window-columns.js";

/** Twice the unit roundoff of a double. */
const EPSILON = 2 ** -52;
/** No margin is smaller: what is below may have been rounded away. */
const TINY = 2 ** -1000;
/** Beyond this, sums and products may overflow, so nothing is decided by them. */
const LARGE = 2 ** 960;
const LARGE_ROOT = 2 ** 400;

/**
 * Whether a condition holds at a row of windows, as a SQL expression: true, false, or null where rounding could decide.
 *
 * Sums are taken over each window anew, so they are wrong by rounding only, and by no more than the number of
 * additions times half an epsilon of the sum of magnitudes. What lies further from the limit is certain.
 */
export function judge(condition: Condition, columns: WindowColumns, d: Dialect): string {
  const { spec } = condition;
  if (spec.kind === "zscore") return judgeZScore(condition, columns, d);
  if (!canDoubt(condition)) return judgeDirectly(condition, columns, d);
  if (Math.abs(condition.limit) > LARGE) return "CAST(NULL AS BOOLEAN)";
  return spec.kind === "threshold" ? judgeSum(condition, columns, d) : judgeChange(condition, columns, d);
}

/** Whether a condition can be in doubt at all: where nothing is added up, nothing is rounded. */
export function canDoubt({ spec, window, prior }: Condition): boolean {
  if (spec.kind === "zscore") return true;
  return (spec.agg === "AVERAGE" || spec.agg === "SUM") && (window > 1 || prior > 1);
}

/** The latest value, minima and maxima: no sum, no rounding beyond IEEE's. */
function judgeDirectly(condition: Condition, columns: WindowColumns, d: Dialect): string {
  const { spec, window, prior } = condition;
  const agg = spec.kind !== "zscore" && spec.agg === "MAX" ? "max" : "min";
  const current = columns.over(agg, "value", window);
  if (spec.kind !== "change") return meets(current, condition, d);
  const before = columns.over(agg, "value", prior, window);
  const delta = `(${current} - ${before})`;
  const change = spec.changeType === "RELATIVE" ? ratio(delta, `abs(${before})`, d) : delta;
  return meets(directed(change, spec.changeDir), condition, d);
}

function judgeSum(condition: Condition, columns: WindowColumns, d: Dialect): string {
  const { spec, window, limit, comparison } = condition;
  const sum = columns.over("sum", "value", window);
  const size = columns.over("sum", "abs(value)", window);
  const target = spec.kind === "threshold" && spec.agg === "AVERAGE" ? limit * window : limit;
  const margin = `(${d.double(EPSILON * (window + 2))} * ${size} + ${d.double(4 * EPSILON * Math.abs(target) + TINY)})`;
  const above = comparison === ">" || comparison === ">=" || comparison === "!=";
  const below = comparison === "<" || comparison === "<=" || comparison === "!=";
  return lines(
    `CASE WHEN isnan(${size}) THEN FALSE WHEN ${size} > ${d.double(LARGE)} THEN NULL`,
    `WHEN ${sum} - ${d.double(target)} > ${margin} THEN ${truth(above)}`,
    `WHEN ${sum} - ${d.double(target)} < -${margin} THEN ${truth(below)} END`,
  );
}

function judgeChange(condition: Condition, columns: WindowColumns, d: Dialect): string {
  const { spec, window, prior, limit } = condition;
  if (spec.kind !== "change") return "";
  const mean = spec.agg === "AVERAGE";
  const size = columns.over("sum", "abs(value)", window);
  const sizeBefore = columns.over("sum", "abs(value)", prior, window);
  const part = (column: string, count: number) => (mean ? `${column} / ${count}` : column);
  const current = part(columns.over("sum", "value", window), window);
  const before = part(columns.over("sum", "value", prior, window), prior);
  const relative = spec.changeType === "RELATIVE";
  const moved = directed(`(${current} - ${before})`, spec.changeDir);
  const needed = relative ? `${d.double(limit)} * abs(${before})` : d.double(limit);
  // The limit multiplies the error of the prior side, and every operation adds one of its own.
  const weight = (count: number, factor: number) => (EPSILON * (count + 8) * factor) / (mean ? count : 1);
  const factor = relative ? 1 + Math.abs(limit) : 1;
  const floor = TINY * (1 + Math.abs(limit)) + (relative ? 0 : 4 * EPSILON * Math.abs(limit));
  const margin = `(${d.double(weight(window, 1))} * ${size} + ${d.double(weight(prior, factor))} * ${sizeBefore} + ${d.double(floor)})`;
  const still = relative ? "FALSE" : truth(0 >= limit);
  return lines(
    `CASE WHEN isnan(${size}) OR isnan(${sizeBefore}) THEN FALSE WHEN ${size} + ${sizeBefore} = 0 THEN ${still}`,
    `WHEN ${size} + ${sizeBefore} > ${d.double(LARGE / (1 + Math.abs(limit)))} THEN NULL`,
    `WHEN ${moved} - ${needed} > ${margin} THEN TRUE`,
    `WHEN ${moved} - ${needed} < -${margin} THEN FALSE END`,
  );
}

/** With D = n·latest − Σ and V = n·Σ² − (Σ)², z is D / √V: the squares are compared, and no root is taken. */
function judgeZScore(condition: Condition, columns: WindowColumns, d: Dialect): string {
  const { spec, prior: n, limit } = condition;
  if (spec.kind !== "zscore" || Math.abs(limit) > LARGE_ROOT) return "CAST(NULL AS BOOLEAN)";
  const sum = columns.over("sum", "value", n, 1);
  const squares = columns.over("sum", "value * value", n, 1);
  const distance = `(${n} * value - ${sum})`;
  const moved = directed(distance, spec.changeDir);
  const variance = `(${n} * ${squares} - ${sum} * ${sum})`;
  const target = limit * Math.abs(limit);
  // No partial sum exceeds n roots of the sum of squares; both are wrong by n + 8 epsilons of that at most.
  const reach = `(abs(value) + sqrt(${squares}))`;
  const factor = EPSILON * (n + 8) * 16 * n * n * (1 + Math.abs(target));
  const margin = `(${d.double(factor)} * ${reach} * ${reach} + ${d.double(TINY * (1 + Math.abs(target)))})`;
  const apart = `${moved} * abs(${moved}) - ${d.double(target)} * ${variance}`;
  return lines(
    `CASE WHEN isnan(value) OR isnan(${squares}) THEN FALSE`,
    `WHEN ${reach} > ${d.double(LARGE_ROOT / (1 + Math.abs(limit)))} THEN NULL`,
    `WHEN ${apart} > ${margin} THEN TRUE WHEN ${apart} < -${margin} THEN FALSE END`,
  );
}

/** What is held against the limit, given the change. */
export function directed(change: string, direction: "INCREASE" | "DECREASE" | "ANY"): string {
  return direction === "INCREASE" ? change : direction === "DECREASE" ? `(-${change})` : `abs(${change})`;
}

const truth = (holds: boolean) => (holds ? "TRUE" : "FALSE");
const lines = (...parts: string[]) => parts.join("\n  ");
