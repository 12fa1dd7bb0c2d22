import type { HistoryRow } from "./run-history.js";

/** Reads one metric from a row; made by {@link metricReader}. */
export type MetricReader = (row: HistoryRow) => number | undefined;

/**
 * The value a row logs for a metric, or `undefined` if it logs none.
 *
 * A value counts when it is a number, or one of the strings `"NaN"`, `"Infinity"`, `"-Infinity"`, which is
 * how W&B writes non-finite numbers into JSON. A big integer counts as the nearest number. Null, text,
 * booleans, arrays and media objects don't count. `"a.b"` is the key `"a.b"` if the row has it, else
 * `b` inside the object `a`. (Decided by this project; see docs/semantics.md.)
 *
 * @param row one step of a run
 * @param name the metric's name, e.g. `"loss"` or `"val.loss"`
 *
 * @example
 * ```ts
 * import { loggedValue } from "wandb-automations/history";
 *
 * loggedValue({ _step: 3, loss: 0.25 }, "loss"); // 0.25
 * loggedValue({ _step: 3, val: { loss: "NaN" } }, "val.loss"); // NaN
 * loggedValue({ _step: 3, loss: null }, "loss"); // undefined
 * ```
 */
export function loggedValue(row: HistoryRow, name: string): number | undefined {
  if (Object.hasOwn(row, name)) return asLogged(row[name]);
  return name.includes(".") ? walk(row, name.split(".")) : undefined;
}

/**
 * {@link loggedValue} for one metric, prepared once: for loops over many rows.
 *
 * @param name the metric's name
 *
 * @example
 * ```ts
 * import { metricReader } from "wandb-automations/history";
 *
 * const loss = metricReader("loss");
 * [{ loss: 0.5 }, { accuracy: 0.9 }].map(loss); // [0.5, undefined]
 * ```
 */
export function metricReader(name: string): MetricReader {
  if (!name.includes(".")) {
    return (row) => (Object.hasOwn(row, name) ? asLogged(row[name]) : undefined);
  }
  const path = name.split(".");
  return (row) => (Object.hasOwn(row, name) ? asLogged(row[name]) : walk(row, path));
}

/** The value as a number, if it counts as one. */
export function asLogged(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value === "NaN") return Number.NaN;
  if (value === "Infinity") return Number.POSITIVE_INFINITY;
  if (value === "-Infinity") return Number.NEGATIVE_INFINITY;
  return undefined;
}

/** Own properties of plain objects only: `"a.length"` of an array and `"a.constructor"` aren't metrics. */
function walk(row: HistoryRow, path: readonly string[]): number | undefined {
  let at: unknown = row;
  for (const key of path) {
    if (typeof at !== "object" || at === null || Array.isArray(at) || !Object.hasOwn(at, key))
      return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return asLogged(at);
}
