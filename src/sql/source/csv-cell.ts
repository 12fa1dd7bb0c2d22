import type { Dialect } from "../dialect.js";

/** A number as CSV files hold it. */
const NUMBER = "^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$";
/** A date as pandas writes it, but for days that some months don't have. */
const DATE =
  "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[ T]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?(Z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])?$";
const ZONED = "(Z|[+-][0-9]{2}:?[0-9]{2})$";

/** The number that a cell logs; null for nothing and for text. */
export function csvNumber(cell: string, d: Dialect): string {
  const value = d.strip(cell);
  return `CASE WHEN ${d.found(value, NUMBER)} THEN TRY_CAST(${value} AS DOUBLE) ${spelled(value, d)} END`;
}

/** A cell's time in seconds since the epoch: a number, or a date, in UTC unless it says otherwise. */
export function csvSeconds(cell: string, d: Dialect): string {
  const value = d.strip(cell);
  const zoned = `CASE WHEN ${d.found(value, ZONED)} THEN ${value} ELSE concat(${value}, 'Z') END`;
  return `CASE WHEN ${d.found(value, DATE)} THEN ${d.textSeconds(zoned)} ELSE ${csvNumber(cell, d)} END`;
}

/** How W&B and pandas write what isn't finite, in any case. */
function spelled(value: string, d: Dialect): string {
  const when = (texts: readonly string[], one: number) =>
    `WHEN lower(${value}) IN (${texts.map((text) => d.text(text)).join(", ")}) THEN ${d.double(one)}`;
  return [
    when(["nan"], Number.NaN),
    when(["inf", "+inf", "infinity", "+infinity"], Number.POSITIVE_INFINITY),
    when(["-inf", "-infinity"], Number.NEGATIVE_INFINITY),
  ].join(" ");
}
