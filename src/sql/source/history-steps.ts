import type { Dialect } from "../dialect.js";
import type { HistoryTable } from "../history-source.js";
import type { Cte } from "../query/cte.js";
import { tellsFile } from "./column-rows.js";
import { duckdbRows } from "./duckdb-rows.js";
import { historyColumn as column, type LoggedRows } from "./history-columns.js";
import { sparkRows } from "./spark-rows.js";

/**
 * Steps that end in `history (run, place, step, time, metric_0, …)`: a row per run and step, in the order of `place`.
 *
 * @param metrics the metrics' names
 * @param again whether several steps start from it
 * @param skipNaN whether NaN counts as not logged
 */
export function historySteps(
  history: HistoryTable,
  metrics: readonly string[],
  { again, skipNaN }: { readonly again: boolean; readonly skipNaN: boolean },
  d: Dialect,
): Cte[] {
  const merged = isMerged(history);
  // Both databases hold NaN equal to itself.
  const counted = (value: string) => (skipNaN ? `nullif(${value}, ${d.double(Number.NaN)})` : value);
  const rows =
    d.name === "duckdb" ? duckdbRows(history, metrics, merged) : sparkRows(history, metrics, merged);
  const logged: Cte = {
    name: "logged",
    comment: "The rows as they were logged, with the metrics that are watched.",
    sql: rows.sql,
  };
  if (!merged) {
    const values = metrics.map((_, k) => `${counted(loggedValue(rows, k))} AS ${column.value(k)}`);
    const file = tellsFile(history, merged) ? ["file"] : [];
    const select = ["run", ...file, "place", "step", "time", ...values].join(", ");
    const parsed = history.format === "jsonl" || history.format === "csv";
    // Reading columns again is cheaper than keeping them; parsing lines is not.
    const rereads = again && d.name === "duckdb" && !parsed ? { reread: true } : {};
    return [
      ...(rows.steps ?? []),
      { ...logged, ...rereads },
      {
        name: "history",
        comment: "One row per step, as promised.",
        ...(parsed && (again || d.addsUp) ? { shared: true } : rereads),
        sql: `SELECT ${select}\nFROM logged\nWHERE NOT odd_step`,
      },
    ];
  }
  return [...(rows.steps ?? []), logged, ...mergeSteps(rows, metrics, counted, again, d)];
}

/** Whether rows of one step become one, and rows that go back are dropped. */
export function isMerged({ format, steps }: HistoryTable): boolean {
  return format !== "table" && (steps ?? "merge") === "merge";
}

function loggedValue({ nested }: LoggedRows, k: number): string {
  if (!nested[k]) return column.value(k);
  return `CASE WHEN ${column.saidDirect(k)} THEN ${column.direct(k)} ELSE ${column.value(k)} END`;
}

/** Rows of one step become one row, later keys win; a row whose step is lower than one before it is dropped. */
function mergeSteps(
  rows: LoggedRows,
  metrics: readonly string[],
  counted: (value: string) => string,
  again: boolean,
  d: Dialect,
): Cte[] {
  const order = "PARTITION BY run ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND";
  const latest = (value: string, said: string) => d.latest(value, `CASE WHEN ${said} THEN place END`);
  const values = metrics.map((_, k) => {
    const value = latest(column.value(k), column.said(k));
    const direct = latest(column.direct(k), column.saidDirect(k));
    const merged = rows.nested[k]
      ? `CASE WHEN ${d.any(column.saidDirect(k))} THEN ${direct} ELSE ${value} END`
      : value;
    return `${counted(merged)} AS ${column.value(k)}`;
  });
  const mixed = d.fail(`concat(${d.text("some rows have a _step and some have none, in the run ")}, run)`);
  const select = [
    "run",
    "min(place) AS place",
    "coalesce(step, stepless - 1) AS step",
    `${latest("time", "time_said")} AS time`,
    ...values,
  ];
  return [
    {
      name: "placed",
      comment:
        "Per row, the farthest step before it, and how many rows without a step there were: such rows are numbered.",
      sql: `SELECT *, CASE WHEN step IS NULL AND farthest IS NOT NULL OR step IS NOT NULL AND stepless > 0 THEN ${mixed} ELSE step IS NULL END AS numbered
FROM (SELECT *,\n  max(step) OVER (${order} 1 PRECEDING) AS farthest,\n  count(CASE WHEN step IS NULL THEN 1 END) OVER (${order} CURRENT ROW) AS stepless\nFROM logged\nWHERE NOT odd_step) AS far`,
    },
    {
      name: "history",
      comment: "One row per step: later keys win, rows that go back are dropped.",
      shared: again,
      sql: `SELECT ${select.join(",\n  ")}\nFROM placed\nWHERE numbered OR farthest IS NULL OR step >= farthest\nGROUP BY run, step, stepless\nHAVING step IS NULL OR ${d.any("farthest IS NULL OR step > farthest")}`,
    },
  ];
}
