import { parseNumber } from "../json-number.js";

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const NON_FINITE: ReadonlyMap<string, number> = new Map([
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["+inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
  ["+infinity", Number.POSITIVE_INFINITY],
  ["-infinity", Number.NEGATIVE_INFINITY],
]);

/**
 * A cell as pandas and W&B write it: nothing at all means that nothing was logged (undefined), `NaN` that NaN
 * was. Integers that a number can't hold are BigInt; what is no number is text.
 */
export function cellValue(cell: string): number | bigint | string | undefined {
  const text = cell.trim();
  if (text === "") return undefined;
  if (text.length < 400 && NUMBER.test(text)) return parseNumber(text);
  return NON_FINITE.get(text.toLowerCase()) ?? cell;
}

/**
 * A time in seconds since the epoch: a number, or a date as pandas writes it, in UTC unless it says
 * otherwise.
 */
export function cellTime(cell: string): number | undefined {
  const value = cellValue(cell);
  if (typeof value !== "string") return value === undefined ? undefined : Number(value);
  const date = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:?\d\d)?$/.exec(value.trim());
  if (date === null) return undefined;
  const millis = Date.parse(`${date[1]}T${date[2]}${date[3] ?? "Z"}`);
  return Number.isNaN(millis) ? undefined : millis / 1000;
}
