import { askedRows, valuesAround } from "./asked-rows.js";
import type { Asked } from "./asked-windows.js";
import { type Cte, indented } from "./cte.js";
import type { RunKey } from "./run-key.js";

/**
 * The same steps as `lookedUp`, for Spark. The parts of runs in which windows lie are read once more, and the latest
 * values collected at each of their rows: however many windows are asked for, no value is joined with each of them.
 */
export function framedWindows(asked: Asked, k: number, key: RunKey): Cte[] {
  const { name, columns, most, partial } = asked;
  const needed = partial ? "least(r.needed, size(w.latest_values))" : "r.needed";
  const own = ["automation", "run", "place", ...columns].map((column) => `r.${column}`).join(", ");
  return [
    ...askedRows(asked, key),
    {
      name: `${name}_windows`,
      comment: "The values in those parts, each with those before it.",
      sql: `SELECT run_key, place,
  collect_list(value) OVER (PARTITION BY run_key ORDER BY place ROWS ${most - 1} PRECEDING) AS latest_values
FROM (
${indented(valuesAround(name, k, key))}
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
