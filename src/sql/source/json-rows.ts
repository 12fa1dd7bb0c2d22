import type { Dialect } from "../dialect.js";
import { historyColumn as column } from "./history-columns.js";

/** One place in a JSON row: expressions about what is there. */
export interface JsonPart {
  readonly exists: string;
  readonly isNumber: string;
  readonly isObject: string;
  /** Only asked for where `isNumber`. */
  readonly number: string;
  /** The text there; null where there is something else. */
  readonly text: string;
}

/** How a dialect reads JSON rows. */
export interface JsonReads {
  /** What is at a path of keys. */
  at(keys: readonly string[]): JsonPart;
}

/** How W&B writes non-finite numbers into JSON. */
const NON_FINITE = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** The columns of JSON rows besides run and place. */
export function jsonRows(metrics: readonly string[], merged: boolean, reads: JsonReads, d: Dialect) {
  const step = reads.at(["_step"]);
  const at = reads.at(["_timestamp"]);
  const whole = `(${step.isNumber} AND ${step.number} = ${d.whole(step.number)} AND abs(${step.number}) < ${d.double(2 ** 63)})`;
  const select = [
    `CASE WHEN ${step.isNumber} THEN ${d.asLong(step.number)} END AS step`,
    `CASE WHEN ${at.isNumber} AND NOT isnan(${at.number}) THEN ${at.number} END AS time`,
    ...(merged ? [`${at.exists} AS time_said`] : []),
  ];
  const nested = metrics.map((name) => name.includes("."));
  for (const [k, name] of metrics.entries()) {
    const direct = reads.at([name]);
    if (!nested[k]) {
      select.push(`${logged(direct, d)} AS ${column.value(k)}`);
      if (merged) select.push(`${direct.exists} AS ${column.said(k)}`);
      continue;
    }
    const { value, said } = walk(name.split("."), reads, d);
    select.push(`${logged(direct, d)} AS ${column.direct(k)}`, `${direct.exists} AS ${column.saidDirect(k)}`);
    select.push(`${value} AS ${column.value(k)}`);
    if (merged) select.push(`${said} AS ${column.said(k)}`);
  }
  return { select: [...select, `${step.exists} AND NOT ${whole} AS odd_step`], nested };
}

/** A number, or one of the three texts that stand for numbers. */
function logged(part: JsonPart, d: Dialect): string {
  const texts = NON_FINITE.map((value) => `WHEN ${d.text(String(value))} THEN ${d.double(value)}`);
  return `CASE WHEN ${part.isNumber} THEN ${part.number} ELSE CASE ${part.text} ${texts.join(" ")} END END`;
}

/**
 * The value at the end of nested objects. A row says something about it when it has the whole path, or when
 * something that isn't an object lies on the way, which replaces what was inside.
 */
function walk(keys: readonly string[], reads: JsonReads, d: Dialect): { value: string; said: string } {
  const leaf = reads.at(keys);
  const parents = keys.slice(1).map((_, i) => reads.at(keys.slice(0, i + 1)));
  const inside = parents.map(({ isObject }) => `coalesce(${isObject}, FALSE)`).join(" AND ");
  const said = parents.map(
    ({ exists, isObject }) => `WHEN NOT (${exists}) THEN FALSE WHEN NOT (${isObject}) THEN TRUE`,
  );
  return {
    value: `CASE WHEN ${inside} THEN ${logged(leaf, d)} END`,
    said: `CASE ${said.join(" ")} ELSE ${leaf.exists} END`,
  };
}
