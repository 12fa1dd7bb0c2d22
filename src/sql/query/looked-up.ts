import type { Dialect } from "../dialect.js";
import { historyColumn } from "../source/history-columns.js";
import { type Asked, WIDEST } from "./asked-windows.js";
import type { Cte } from "./cte.js";
import { framedWindows } from "./framed-windows.js";
import type { RunKey } from "./run-key.js";

/**
 * Steps that end in `<name>_values (automation, run, place, …columns, latest_values)`: the values in the windows of few
 * rows, looked up in the history of one metric. A run's rows are cut into parts as wide as its widest window, so that
 * every window meets the rows of two parts only.
 */
export function lookedUp(asked: Asked, k: number, key: RunKey, d: Dialect): Cte[] {
  if (d.addsUp) return framedWindows(asked, k, key);
  const { name, why, rows, columns } = asked;
  const { keyOf } = key;
  const value = historyColumn.value(k);
  const own = ["automation", "run", "place", ...columns].map((column) => `w.${column}`).join(", ");
  return [
    { name: `${name}_rows`, comment: `Rows whose windows are needed ${why}.`, shared: true, sql: rows },
    {
      name: `${name}_parts`,
      comment: "Their runs, and how wide the parts are that each is cut into.",
      shared: true,
      sql: `SELECT run, row_number() OVER () AS number,
  CAST(least(max(CAST(place AS HUGEINT) - first_place) + 1, ${WIDEST}) AS BIGINT) AS width
FROM ${name}_rows
GROUP BY run`,
    },
    {
      name: `${name}_values`,
      comment: "The values in those windows, the latest last.",
      shared: true,
      sql: `SELECT ${own},
  list_slice(list(h.value ORDER BY h.place), -max(w.needed), -1) AS latest_values
FROM (
  SELECT r.*, p.number, unnest(generate_series(r.first_place // p.width, r.place // p.width)) AS part
  FROM ${name}_rows AS r
  JOIN ${name}_parts AS p ON p.run = r.run
) AS w
JOIN (
  SELECT p.number, t.place, t.${value} AS value, t.place // p.width AS part
  FROM history AS t
  JOIN ${name}_parts AS p ON ${keyOf("t.run")} = ${keyOf("p.run")}
  WHERE t.${value} IS NOT NULL
) AS h ON h.number = w.number AND h.part = w.part AND h.place BETWEEN w.first_place AND w.place
GROUP BY ${own}`,
    },
  ];
}
