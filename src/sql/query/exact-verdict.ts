import type { Condition } from "../../evaluate/window/condition.js";
import type { Dialect } from "../dialect.js";
import { meets, ratio } from "./ieee.js";
import { directed } from "./judge.js";
import { ListColumns } from "./list-columns.js";

/** Multiples of 1/1024 below so much add up without rounding. */
export const GRID = 1024;
export const MOST_ON_GRID = 2 ** 42;

/** Names or expressions of what a verdict is made of, each to the last bit. */
export interface ExactParts {
  /** The aggregate of the current side. */
  readonly level: string;
  /** The aggregate of the prior side, or the mean of the baseline. */
  readonly before: string;
  readonly deviation: string;
}

/** Whether a condition holds, given its aggregates to the last bit. */
export function exactVerdict(condition: Condition, parts: ExactParts, d: Dialect): string {
  const { spec } = condition;
  const { level, before, deviation } = parts;
  if (spec.kind === "threshold") return meets(level, condition, d);
  const change =
    spec.kind === "zscore"
      ? ratio(`(value - ${before})`, deviation, d)
      : spec.changeType === "RELATIVE"
        ? ratio(`(${level} - ${before})`, `abs(${before})`, d)
        : `(${level} - ${before})`;
  return meets(directed(change, spec.changeDir), condition, d);
}

/**
 * A condition's aggregates where they are known to the last bit without much work, given a row's
 * `latest_values`; else null. Most that lies on a limit does so because all values are equal, or whole numbers.
 */
export function easyAggregates(
  condition: Condition,
  partial: boolean,
  d: Dialect,
): { level: string; before: string } {
  const { spec, window, prior, needed } = condition;
  const columns = new ListColumns(needed, d, partial);
  const ofEqual = (list: string) => `WHEN ${d.least(list)} = ${d.greatest(list)} THEN ${d.greatest(list)}`;
  if (spec.kind === "zscore")
    return { level: "value", before: `CASE ${ofEqual(columns.list(prior, 1))} END` };
  const bound = d.double(MOST_ON_GRID / needed);
  const onGrid = `x * ${GRID} = ${d.whole(`x * ${GRID}`)} AND abs(x) < ${bound}`;
  const exact = d.all("latest_values", "x", onGrid);
  const aggregate = (size: number, skip: number) => {
    const list = columns.list(size, skip);
    return spec.agg === "SUM"
      ? `CASE WHEN ${exact} THEN ${d.sum(list)} END`
      : `CASE ${ofEqual(list)} WHEN ${exact} THEN ${d.sum(list)} / ${columns.count?.(size, skip) ?? size} END`;
  };
  return {
    level: aggregate(window, 0),
    before: prior === 0 ? d.double(0) : aggregate(prior, window),
  };
}
