import { historyColumn } from "../source/history-columns.js";
import { WIDEST } from "./asked-windows.js";
import type { Cte } from "./cte.js";
import type { RunKey } from "./run-key.js";

/**
 * Steps that end in `around_<k> (run_key, part, place, [step,] time, value)`: the rows that windows in question lie in, for
 * whatever isn't carried along for every row. A run's rows are cut into parts as wide as its widest such window, so that
 * every window meets the rows of two parts only.
 *
 * @param windows a query of rows `(run_key, place, first_place)`
 */
export function aroundSteps(windows: string, k: number, { byStep, keyOf, told }: RunKey): Cte[] {
  const value = historyColumn.value(k);
  const row = ["place", ...(byStep ? [] : ["step"]), "time"].map((column) => `h.${column}`).join(", ");
  const byFile = told === "file";
  // By the files' names, because files that aren't asked for aren't read then.
  const files = `(SELECT p.*, unnest(files) AS file FROM parts_${k} AS p JOIN run_names AS n ON n.run_key = p.run_key)`;
  return [
    {
      name: `asked_${k}`,
      comment: "Where the windows in question begin and end.",
      sql: windows,
    },
    {
      name: `parts_${k}`,
      comment: "Their runs, and how wide the parts are that each is cut into.",
      shared: true,
      sql: `SELECT run_key, CAST(least(max(CAST(place AS HUGEINT) - first_place) + 1, ${WIDEST}) AS BIGINT) AS width
FROM asked_${k}
GROUP BY run_key`,
    },
    {
      name: `around_${k}`,
      comment: "The rows in the parts that those windows lie in.",
      shared: true,
      sql: `SELECT t.*
FROM (
  SELECT p.run_key, ${row}, h.${value} AS value, h.place // p.width AS part
  FROM history AS h
  JOIN ${byFile ? `${files} AS p ON p.file = h.file` : `parts_${k} AS p ON p.run_key = ${keyOf("h.run")}`}
  WHERE h.${value} IS NOT NULL
) AS t
JOIN (
  SELECT DISTINCT run_key, unnest(generate_series(first_part, last_part)) AS part
  FROM (
    SELECT DISTINCT a.run_key, first_place // width AS first_part, place // width AS last_part
    FROM asked_${k} AS a
    JOIN parts_${k} AS p ON p.run_key = a.run_key
  ) AS cut
) AS wanted ON wanted.run_key = t.run_key AND wanted.part = t.part`,
    },
  ];
}
