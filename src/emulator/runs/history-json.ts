import type { HistoryRow } from "../../history/run-history.js";

/** A plain nested object that W&B flattens into `a.b` keys; media objects (`_type`) stay whole. */
function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !("_type" in value);
}

/** How deep dotted keys are made; what is nested deeper stays an object. */
const MAX_DEPTH = 64;

/** The keys and values of a row as W&B serves them: nested objects as dotted keys. */
export function* flatEntries(row: HistoryRow, prefix = "", depth = 0): Generator<[string, unknown]> {
  for (const [key, value] of Object.entries(row)) {
    if (isNested(value) && depth < MAX_DEPTH) yield* flatEntries(value, `${prefix}${key}.`, depth + 1);
    else yield [prefix + key, value];
  }
}

/** A value as W&B puts it into JSON: non-finite numbers as the three strings; integers beyond 2^53 stay BigInt. */
export function jsonSafe(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return value.map(jsonSafe);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonSafe(inner)]));
  return value;
}

/** JSON text of a value, with integers beyond 2^53 kept exact, which `JSON.stringify` can't do. */
export function toJsonText(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number" && !Number.isFinite(value)) return JSON.stringify(String(value));
  if (Array.isArray(value)) return `[${value.map(toJsonText).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${toJsonText(inner)}`).join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

/** A row as one line of `Run.history`. */
export function rowToJson(row: HistoryRow): string {
  return toJsonText(Object.fromEntries(flatEntries(row)));
}
