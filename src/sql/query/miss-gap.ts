import type { Condition } from "../../evaluate/window/condition.js";
import type { Dialect } from "../dialect.js";
import { changeApart, compareDirectly, directed, judge, zScoreApart } from "./judge.js";
import { canDoubt, LARGE, LARGE_ROOT, marginOf } from "./rounding.js";
import type { WindowColumns } from "./window-columns.js";

/** What is too close to its rounding errors to be divided by: quotients are good to a millionth or so. */
const CLEAR = 2 ** 20;

/** In place of a gap: where doubles can't tell whether the condition holds, or how near it is. */
export const UNSURE = -1;

/**
 * How far what is compared is from the limit, by doubles, where the condition doesn't hold: null where it does, NaN where
 * nothing can be compared, `UNSURE` where that must be worked out without rounding.
 */
export function missGap(condition: Condition, columns: WindowColumns, d: Dialect): string {
  const { unsure, nan, compared } = approximate(condition, columns, d);
  const holds = judge(condition, columns, d);
  const gap = `abs(${d.double(condition.limit)} - ${compared})`;
  const sure = unsure === undefined ? "" : ` WHEN ${unsure} THEN ${d.double(UNSURE)}`;
  return `CASE WHEN ${nan} THEN ${d.double(Number.NaN)}${sure}
  ELSE CASE ${holds} WHEN TRUE THEN NULL WHEN FALSE THEN ${gap} ELSE ${d.double(UNSURE)} END END`;
}

interface Approximation {
  /** Where `compared` is too rough. */
  readonly unsure?: string;
  /** Where NaN is compared for sure. */
  readonly nan: string;
  readonly compared: string;
}

function approximate(condition: Condition, columns: WindowColumns, d: Dialect): Approximation {
  const { spec, window, prior } = condition;
  if (spec.kind === "zscore") return ofZScore(condition, columns, d);
  if (!canDoubt(condition)) {
    const compared = compareDirectly(condition, columns, d);
    return { nan: `isnan(${compared})`, compared };
  }
  const size = columns.over("sum", "abs(value)", window);
  if (spec.kind === "threshold") {
    const sum = columns.over("sum", "value", window);
    const compared = spec.agg === "AVERAGE" ? `${sum} / ${columns.count?.(window) ?? window}` : sum;
    return { unsure: `${size} > ${d.double(LARGE)}`, nan: `isnan(${size})`, compared };
  }
  const sizeBefore = columns.over("sum", "abs(value)", prior, window);
  const sizes = `(${size} + ${sizeBefore})`;
  const { current, before } = changeApart(condition, columns, d);
  const change = `(${current} - ${before})`;
  const large = `${sizes} > ${d.double(LARGE)}`;
  if (spec.changeType !== "RELATIVE") {
    return { unsure: large, nan: `isnan(${sizes})`, compared: directed(change, spec.changeDir) };
  }
  const rough = `${d.double(CLEAR * marginOf(condition, true).prior)} * ${sizeBefore}`;
  return {
    unsure: `${large} OR abs(${before}) <= ${rough}`,
    // From 0 to 0.
    nan: `isnan(${sizes}) OR ${sizes} = 0`,
    compared: directed(d.divide(change, `abs(${before})`), spec.changeDir),
  };
}

function ofZScore(condition: Condition, columns: WindowColumns, d: Dialect): Approximation {
  const { spec, prior: n } = condition;
  const { squares, distance, variance, factor } = zScoreApart(condition, columns, d);
  const [least, greatest] = [columns.over("min", "value", n, 1), columns.over("max", "value", n, 1)];
  const reach = `(abs(value) + sqrt(${squares}))`;
  const score = d.divide(distance, `sqrt(${variance})`);
  const flat = `${least} = ${greatest}`;
  const beyond = `CASE WHEN value < ${least} THEN ${d.double(Number.NEGATIVE_INFINITY)} ELSE ${d.double(Number.POSITIVE_INFINITY)} END`;
  const compared = `CASE WHEN ${flat} THEN ${beyond} WHEN ${variance} > 0 THEN ${score} END`;
  return {
    unsure: `${reach} > ${d.double(LARGE_ROOT)} OR (${flat}) = FALSE AND ${variance} <= ${d.double(CLEAR * factor * n * n)} * ${reach} * ${reach}`,
    // A latest value that all before it have.
    nan: `isnan(value) OR isnan(${squares}) OR value = ${least} AND ${flat}`,
    compared: directed(`(${compared})`, spec.kind === "zscore" ? spec.changeDir : "ANY"),
  };
}
