import type { HistorySpan } from "../../evaluate/rates/history-span.js";
import type { Dialect } from "../dialect.js";
import { historyColumn } from "../source/history-columns.js";
import type { Cte, Query } from "./cte.js";
import type { QueryPlan } from "./plan.js";
import type { RunKey } from "./run-key.js";

const SPAN = `SELECT count(DISTINCT run) AS runs, count(*) AS logged_rows, count(DISTINCT floor(time / 86400)) AS days,
  min(time) AS first_time, max(time) AS last_time
FROM history`;

/** When a day began: no quotient, which Spark would make a long of, and an error where it is too large for one. */
const DAY = "time - pmod(time, 86400D)";
const SPAN_OF_DAYS = `SELECT count(DISTINCT run) AS runs, sum(logged_rows) AS logged_rows, count(DISTINCT day) AS days,
  min(first_time) AS first_time, max(last_time) AS last_time
FROM run_days`;

/** How much history there is: one row. */
export function spanQuery(steps: readonly Cte[], d: Dialect): Query {
  return { steps, select: d.addsUp ? SPAN_OF_DAYS : SPAN };
}

/**
 * Steps that end in `run_days (run, day, logged_rows, first_time, last_time, logged_0, …)`, from which Spark answers
 * what a report says of runs and of the history, in one pass. A run may have several rows a day.
 */
export function runDays({ metrics }: QueryPlan, { told, names }: RunKey): Cte[] {
  const counts = metrics.map((_, k) => `count(${historyColumn.value(k)}) AS logged_${k}`);
  const select = [told, `${DAY} AS day`, "count(*) AS logged_rows", "min(time) AS first_time"];
  const days = `SELECT ${[...select, "max(time) AS last_time", ...counts].join(", ")}
FROM history
GROUP BY ${told}, ${DAY}`;
  const named = `SELECT n.run, days.*\nFROM (${days}) AS days\nJOIN run_names AS n ON n.file = days.file`;
  return [
    ...(told === "file" && names ? [names] : []),
    {
      name: "run_days",
      comment: "What every run logged on every day.",
      shared: true,
      sql: told === "file" ? named : days,
    },
  ];
}

export function toSpan(row: Readonly<Record<string, unknown>>): HistorySpan {
  const { first_time: first, last_time: last } = row;
  const between = typeof first === "number" && typeof last === "number" ? { first, last } : {};
  return { runs: Number(row.runs), rows: Number(row.logged_rows), days: Number(row.days), ...between };
}
