import type { Dialect } from "../dialect.js";
import type { Asked } from "./asked-windows.js";
import type { Cte } from "./cte.js";
import { framedWindows } from "./framed-windows.js";
import type { RunKey } from "./run-key.js";

/**
 * Steps that end in `<name>_values (automation, run, place, …columns, latest_values)`: the values in the windows of few
 * rows, looked up among those of one metric.
 */
export function lookedUp(asked: Asked, k: number, key: RunKey, d: Dialect): Cte[] {
  if (d.addsUp) return framedWindows(asked, k, key);
  const { name, why, rows, columns } = asked;
  const own = ["automation", "run", "place", ...columns].map((column) => `w.${column}`).join(", ");
  return [
    { name: `${name}_rows`, comment: `Rows whose windows are needed ${why}.`, shared: true, sql: rows },
    {
      name: `${name}_values`,
      comment: "The values in those windows, the latest last.",
      shared: true,
      sql: `SELECT ${own},
  list_slice(${d.collect("t.value", "t.place")}, -max(w.needed), -1) AS latest_values
FROM (
  SELECT r.*, p.run_key, unnest(generate_series(r.first_place // p.width, r.place // p.width)) AS part
  FROM ${name}_rows AS r
  JOIN parts_${k} AS p ON p.run_key = ${key.keyOf("r.run")}
) AS w
JOIN around_${k} AS t ON t.run_key = w.run_key AND t.part = w.part AND t.place BETWEEN w.first_place AND w.place
GROUP BY ${own}`,
    },
  ];
}
