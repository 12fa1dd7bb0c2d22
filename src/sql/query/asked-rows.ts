import { historyColumn } from "../source/history-columns.js";
import { fileAsked, filesAsked } from "./asked-files.js";
import { type Asked, WIDEST } from "./asked-windows.js";
import { type Cte, indented } from "./cte.js";
import { type RunKey, toldKey } from "./run-key.js";

/** `<name>_rows`, the rows whose windows are asked for, on Spark; and which files those windows are in. */
export function askedRows({ name, why, rows }: Asked, { told }: RunKey): Cte[] {
  const nowhere = "CAST(NULL AS BIGINT)";
  return [
    {
      name: `${name}_rows`,
      comment: `Rows whose windows are needed ${why}, and the parts of the run that those lie in, each as wide as the run's widest window. All until the last window that begins with the run's first value is one part, null. The run's first row says what tells its rows.`,
      shared: true,
      sql: `SELECT asked.*, n.run_key, CASE WHEN nth = 1 THEN n.told_keys END AS told_keys,
  CASE WHEN first_place IS NULL THEN array(${nowhere})
    WHEN first_place <= whole_until THEN array_prepend(sequence(first_place div width, place div width), ${nowhere})
    ELSE sequence(first_place div width, place div width) END AS parts
FROM (
  SELECT *, max(CASE WHEN first_place IS NULL THEN place END) OVER (PARTITION BY run) AS whole_until,
    CAST(coalesce(least(max(CAST(place AS DECIMAL(20, 0)) - first_place) OVER (PARTITION BY run) + 1, ${WIDEST}), 1) AS BIGINT) AS width,
    row_number() OVER (PARTITION BY run ORDER BY place) AS nth
  FROM (
${indented(indented(rows))}
  ) AS found
) AS asked
JOIN run_names AS n ON n.run = asked.run AND n.told_key = n.run_key`,
    },
    ...(told === "file"
      ? [
          filesAsked(
            name,
            "The files that those parts are in",
            `SELECT explode(told_keys) AS told_key FROM ${name}_rows`,
          ),
        ]
      : []),
  ];
}

/** The values of the runs that those rows are of, `(run_key, place, value, part)`, read once more. */
export function valuesAround(name: string, k: number, { told }: RunKey): string {
  const value = historyColumn.value(k);
  const wanted = told === "file" ? `\n  AND ${fileAsked(name, toldKey(told, "t"))}` : "";
  // Spark takes such tables for larger than they are, and would shuffle the history.
  return `SELECT /*+ BROADCAST(w) */ w.run_key, t.place, t.${value} AS value, CASE WHEN whole_until >= t.place THEN NULL ELSE t.place div width END AS part
FROM history AS t
JOIN (SELECT run_key, width, whole_until, explode(told_keys) AS told_key FROM ${name}_rows) AS w ON w.told_key = ${toldKey(told, "t")}
WHERE t.${value} IS NOT NULL${wanted}`;
}
