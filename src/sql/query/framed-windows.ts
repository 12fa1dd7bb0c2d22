import { historyColumn } from "../source/history-columns.js";
import { fileAsked, filesAsked } from "./asked-files.js";
import { type Asked, WIDEST } from "./asked-windows.js";
import { type Cte, indented } from "./cte.js";
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
  const byFile = told === "file";
  const wanted = byFile ? `\n    AND ${fileAsked(name, toldKey(told, "t"))}` : "";
  const value = historyColumn.value(k);
  const needed = partial ? "least(r.needed, size(w.latest_values))" : "r.needed";
  const own = ["automation", "run", "place", ...columns].map((column) => `r.${column}`).join(", ");
  return [
    {
      name: `${name}_rows`,
      comment: `Rows whose windows are needed ${why}, and the parts of the run that those lie in, each as wide as the run's widest window. A window that begins with the run's first value has a part of its own, null.`,
      shared: true,
      sql: `SELECT asked.*, n.run_key,
  CASE WHEN first_place IS NULL THEN array(CAST(NULL AS BIGINT)) ELSE sequence(first_place div width, place div width) END AS parts
FROM (
  SELECT *, max(CASE WHEN first_place IS NULL THEN place END) OVER (PARTITION BY run) AS whole_until,
    CAST(coalesce(least(max(CAST(place AS DECIMAL(20, 0)) - first_place) OVER (PARTITION BY run) + 1, ${WIDEST}), 1) AS BIGINT) AS width
  FROM (
${indented(indented(rows))}
  ) AS found
) AS asked
JOIN run_names AS n ON n.run = asked.run AND n.told_key = n.run_key`,
    },
    ...(byFile
      ? [filesAsked(name, "The files that those parts are in", `(SELECT DISTINCT run_key FROM ${name}_rows)`)]
      : []),
    {
      name: `${name}_windows`,
      comment: "The values in those parts, each with those before it.",
      // Spark takes what joins such tables for larger than it is, and would shuffle the history.
      sql: `SELECT run_key, place,
  collect_list(value) OVER (PARTITION BY run_key ORDER BY place ROWS ${most - 1} PRECEDING) AS latest_values
FROM (
  SELECT /*+ BROADCAST(w) */ w.run_key, t.place, t.${value} AS value, CASE WHEN whole_until >= t.place THEN NULL ELSE t.place div width END AS part
  FROM history AS t
  JOIN (
    SELECT a.*, n.told_key FROM (SELECT DISTINCT run_key, width, whole_until FROM ${name}_rows) AS a JOIN run_names AS n ON n.run_key = a.run_key
  ) AS w ON w.told_key = ${toldKey(told, "t")}
  WHERE t.${value} IS NOT NULL${wanted}
) AS t
LEFT SEMI JOIN (SELECT DISTINCT run_key, explode(parts) AS part FROM ${name}_rows) AS p ON p.run_key = t.run_key AND p.part <=> t.part`,
    },
    {
      name: `${name}_values`,
      comment: "The values in those windows, the latest last.",
      sql: `SELECT ${own}, slice(w.latest_values, -${needed}, ${needed}) AS latest_values
FROM ${name}_rows AS r
JOIN ${name}_windows AS w ON w.run_key = r.run_key AND w.place = r.place`,
    },
  ];
}
