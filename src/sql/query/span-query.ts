import type { HistorySpan } from "../../evaluate/rates/history-span.js";
import type { Cte, Query } from "./cte.js";

const SPAN = `SELECT count(DISTINCT run) AS runs, count(*) AS logged_rows, count(DISTINCT floor(time / 86400)) AS days,
  min(time) AS first_time, max(time) AS last_time
FROM history`;

/** How much history there is: one row. */
export function spanQuery(history: readonly Cte[]): Query {
  return { steps: history, select: SPAN };
}

export function toSpan(row: Readonly<Record<string, unknown>>): HistorySpan {
  const { first_time: first, last_time: last } = row;
  const between = typeof first === "number" && typeof last === "number" ? { first, last } : {};
  return { runs: Number(row.runs), rows: Number(row.logged_rows), days: Number(row.days), ...between };
}
