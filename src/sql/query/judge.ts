import type { Condition } from "../../evaluate/window/condition.js";
import type { Dialect } from "../dialect.js";
import { meets, ratio } from "./ieee.js";
import { canDoubt, EPSILON, isBeyond, LARGE, LARGE_ROOT, marginOf, sumTarget, TINY } from "./rounding.js";
import type { WindowColumns } from "./window-columns.js";

/** The column with the largest finite magnitude of a whole run. */
export const LARGEST = "largest";

/**
 * Whether a condition holds at a row of windows, as a SQL expression: true, false, or null where rounding could decide.
 *
 * Sums are taken over each window anew, so they are wrong by rounding only, and by no more than the number of
 * additions times half an epsilon of the sum of magnitudes. What lies further from the limit is certain.
 *
 * @param byRun whether the run's largest magnitude bounds those of its windows, where sums of magnitudes would be dear
 */
export function judge(condition: Condition, columns: WindowColumns, d: Dialect, byRun = false): string {
  const { spec } = condition;
  if (isBeyond(condition)) return "CAST(NULL AS BOOLEAN)";
  if (spec.kind === "zscore") return judgeZScore(condition, columns, d);
  if (!canDoubt(condition)) return judgeDirectly(condition, columns, d);
  const size: Size = (window, skip) =>
    byRun ? `${d.double(window)} * ${LARGEST}` : columns.over("sum", "abs(value)", window, skip);
  return spec.kind === "threshold"
    ? judgeSum(condition, columns, d, size)
    : judgeChange(condition, columns, d, size);
}

/** No less than the sum of magnitudes of a window whose values are finite. */
type Size = (window: number, skip?: number) => string;

/** The latest value, minima and maxima: no sum, no rounding beyond IEEE's. */
export function judgeDirectly(condition: Condition, columns: WindowColumns, d: Dialect): string {
  return meets(compareDirectly(condition, columns, d), condition, d);
}

/** What such a condition compares, to the last bit. */
export function compareDirectly(condition: Condition, columns: WindowColumns, d: Dialect): string {
  const { spec, window, prior } = condition;
  const agg = spec.kind !== "zscore" && spec.agg === "MAX" ? "max" : "min";
  const current = columns.over(agg, "value", window);
  if (spec.kind !== "change") return current;
  const before = columns.over(agg, "value", prior, window);
  const delta = `(${current} - ${before})`;
  const change = spec.changeType === "RELATIVE" ? ratio(delta, `abs(${before})`, d) : delta;
  return directed(change, spec.changeDir);
}

function judgeSum(condition: Condition, columns: WindowColumns, d: Dialect, sizeOf: Size): string {
  const { window, comparison } = condition;
  const sum = columns.over("sum", "value", window);
  const size = sizeOf(window);
  const target = targetOf(condition, columns, d);
  const margin = marginOf(condition);
  const bound = `(${d.double(margin.current)} * ${size} + ${d.double(margin.floor)})`;
  const above = comparison === ">" || comparison === ">=" || comparison === "!=";
  const below = comparison === "<" || comparison === "<=" || comparison === "!=";
  return lines(
    `CASE WHEN ${size} > ${d.double(LARGE)} AND NOT isnan(${size}) THEN NULL WHEN isnan(${sum}) THEN FALSE`,
    `WHEN ${sum} - ${target} > ${bound} THEN ${truth(above)}`,
    `WHEN ${sum} - ${target} < -${bound} THEN ${truth(below)} END`,
  );
}

/** What a threshold's sum is held against; of a partial window, no larger than of a full one. */
function targetOf(condition: Condition, { count }: WindowColumns, d: Dialect): string {
  const { spec, window, limit } = condition;
  if (count === undefined || spec.kind === "zscore" || spec.agg === "SUM")
    return d.double(sumTarget(condition));
  return `${d.double(limit)} * ${count(window)}`;
}

function judgeChange(condition: Condition, columns: WindowColumns, d: Dialect, sizeOf: Size): string {
  const { spec, window, prior, limit } = condition;
  if (spec.kind !== "change") return "";
  const [size, sizeBefore] = [sizeOf(window), sizeOf(prior, window)];
  const { apart, current, before } = changeApart(condition, columns, d);
  const margin = marginOf(condition, columns.count !== undefined);
  const bound = `(${d.double(margin.current)} * ${size} + ${d.double(margin.prior)} * ${sizeBefore} + ${d.double(margin.floor)})`;
  const still = spec.changeType === "RELATIVE" ? "FALSE" : truth(0 >= limit);
  const large = d.double(LARGE / (1 + Math.abs(limit)));
  return lines(
    `CASE WHEN ${size} + ${sizeBefore} > ${large} AND NOT isnan(${size} + ${sizeBefore}) THEN NULL`,
    `WHEN isnan(${apart}) THEN FALSE`,
    `WHEN ${size} + ${sizeBefore} = 0 AND ${current} = 0 AND ${before} = 0 THEN ${still}`,
    `WHEN ${apart} > ${bound} THEN TRUE`,
    `WHEN ${apart} < -${bound} THEN FALSE END`,
  );
}

/** A change less what it must reach, and its sides. */
export function changeApart(condition: Condition, columns: WindowColumns, d: Dialect) {
  const { spec, window, prior, limit } = condition;
  const mean = spec.kind === "change" && spec.agg === "AVERAGE";
  const part = (size: number, skip: number) => {
    const sum = columns.over("sum", "value", size, skip);
    return mean ? `${sum} / ${columns.count?.(size, skip) ?? size}` : sum;
  };
  const current = part(window, 0);
  const before = part(prior, window);
  const moved = directed(`(${current} - ${before})`, spec.kind === "change" ? spec.changeDir : "ANY");
  const relative = spec.kind === "change" && spec.changeType === "RELATIVE";
  const reach = relative ? `${d.double(limit)} * abs(${before})` : d.double(limit);
  return { apart: `${moved} - ${reach}`, current, before };
}

/** With D = n·latest − Σ and V = n·Σ² − (Σ)², z is D / √V: the squares are compared, and no root is taken. */
function judgeZScore(condition: Condition, columns: WindowColumns, d: Dialect): string {
  const { prior: n, limit } = condition;
  const { apart, squares, factor, floor } = zScoreApart(condition, columns, d);
  // No partial sum exceeds n roots of the sum of squares; both are wrong by n + 8 epsilons of that at most.
  const reach = `(abs(value) + sqrt(${squares}))`;
  const margin = `(${d.double(factor * n * n)} * ${reach} * ${reach} + ${d.double(floor)})`;
  return lines(
    `CASE WHEN isnan(value) OR isnan(${squares}) THEN FALSE`,
    `WHEN ${reach} > ${d.double(LARGE_ROOT / (1 + Math.abs(limit)))} THEN NULL`,
    `WHEN ${apart} > ${margin} THEN TRUE WHEN ${apart} < -${margin} THEN FALSE END`,
  );
}

/** D·|D| less what it must reach, t²·V; and how far rounding can have moved it, by the square of what the window reaches. */
export function zScoreApart({ spec, prior: n, limit }: Condition, columns: WindowColumns, d: Dialect) {
  const sum = columns.over("sum", "value", n, 1);
  const squares = columns.over("sum", "value * value", n, 1);
  const count = columns.count?.(n, 1) ?? d.double(n);
  const difference = `${count} * value - ${sum}`;
  const distance = columns.derive?.(`distance_${n}`, difference) ?? `(${difference})`;
  const moved = spec.kind === "zscore" ? directed(distance, spec.changeDir) : distance;
  const any = spec.kind === "zscore" && spec.changeDir === "ANY";
  const variance = `(${count} * ${squares} - ${sum} * ${sum})`;
  const target = limit * Math.abs(limit);
  return {
    apart: `${any ? `${distance} * ${distance}` : `${moved} * abs(${moved})`} - ${d.double(target)} * ${variance}`,
    ...{ sum, squares, distance, variance },
    factor: EPSILON * (n + 8) * 16 * (1 + Math.abs(target)),
    floor: TINY * (1 + Math.abs(target)),
  };
}

/** What is held against the limit, given the change. */
export function directed(change: string, direction: "INCREASE" | "DECREASE" | "ANY"): string {
  return direction === "INCREASE" ? change : direction === "DECREASE" ? `(-${change})` : `abs(${change})`;
}

const truth = (holds: boolean) => (holds ? "TRUE" : "FALSE");
const lines = (...parts: string[]) => parts.join("\n  ");
