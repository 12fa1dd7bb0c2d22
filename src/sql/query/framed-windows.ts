import { historyColumn } from "../source/history-columns.js";
import { type Asked, WIDEST } from "./asked-windows.js";
import type { Cte } from "./cte.js";
import { type RunKey, toldKey } from "./run-key.js";

/**
 * The same steps as `lookedUp`, for Spark. The parts of runs in which windows lie are read once more, and the latest
 * values collected at each of their rows: however many windows are asked for, no value is joined with each of them.
 */
export function framedWindows(
  { name, why, rows, columns, most, partial }: Asked,
  k: number,
  { told }: RunKey,
): Cte[] {
  const value = historyColumn.value(k);
  const needed = partial ? "least(r.needed, size(w.latest_values))" : "r.needed";
  const own = ["automation", "run", "place", ...columns].map((column) => `r.${column}`).join(", ");
  return [
    { name: `${name}_rows`, comment: `Rows whose windows are needed ${why}.`, shared: true, sql: rows },
    {
      name: `${name}_parts`,
      comment: "The parts of runs that those windows lie in, each part as wide as the run's widest window.",
      // Written down, so that Spark sees how few there are, and doesn't shuffle the history to join them.
      shared: true,
      sql: `SELECT DISTINCT n.run_key, n.run, n.told_key, width, explode(sequence(first_place div width, place div width)) AS part
FROM (
  SELECT run, first_place, place, CAST(least(max(CAST(place AS DECIMAL(20, 0)) - first_place) OVER (PARTITION BY run) + 1, ${WIDEST}) AS BIGINT) AS width
  FROM ${name}_rows
) AS asked
JOIN run_names AS n ON n.run = asked.run`,
    },
    {
      name: `${name}_windows`,
      comment: "The values in those parts, each with those before it.",
      sql: `SELECT run_key, run, place,
  collect_list(value) OVER (PARTITION BY run_key ORDER BY place ROWS ${most - 1} PRECEDING) AS latest_values
FROM (
  SELECT p.run_key, p.run, t.place, t.${value} AS value, t.place div p.width AS part
  FROM history AS t
  JOIN (SELECT DISTINCT run_key, run, told_key, width FROM ${name}_parts) AS p ON p.told_key = ${toldKey(told, "t")}
  WHERE t.${value} IS NOT NULL
) AS t
LEFT SEMI JOIN ${name}_parts AS p ON p.run_key = t.run_key AND p.part = t.part`,
    },
    {
      name: `${name}_values`,
      comment: "The values in those windows, the latest last.",
      sql: `SELECT ${own}, slice(w.latest_values, -${needed}, ${needed}) AS latest_values
FROM ${name}_rows AS r
JOIN ${name}_windows AS w ON w.run = r.run AND w.place = r.place`,
    },
  ];
}
