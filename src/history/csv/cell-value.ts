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

/** A date as pandas writes it. */
const DATE =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))[ T]((?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d+)?)(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/;

/**
 * A time in seconds since the epoch: a number, or a date as pandas writes it, in UTC unless it says
 * otherwise. A day that no calendar has is none.
 */
export function cellTime(cell: string): number | undefined {
  const value = cellValue(cell);
  if (typeof value !== "string") return value === undefined ? undefined : Number(value);
  const [, day, time, zone = "Z"] = DATE.exec(value.trim()) ?? [];
  if (day === undefined || new Date(day).toISOString().slice(0, 10) !== day) return undefined;
  return Date.parse(`${day}T${time}${zone}`) / 1000;
}
