import { askedRows, valuesAround } from "./asked-rows.js";
import type { Asked } from "./asked-windows.js";
import { type Cte, indented } from "./cte.js";
import type { RunKey } from "./run-key.js";

/**
 * The same steps as `framedWindows`, for windows that hardly overlap, as those of firings: values are joined with the
 * rows that ask for them, which are a day apart.
 */
export function joinedWindows(asked: Asked, k: number, key: RunKey): Cte[] {
  const { name, columns, partial } = asked;
  const own = ["automation", "run", "place", ...columns, "needed"];
  const needed = partial ? "least(needed, size(listed))" : "needed";
  const row = own.map((column) => `r.${column}`).join(", ");
  return [
    ...askedRows(asked, key),
    {
      name: `${name}_values`,
      comment: "The values in those windows, the latest last.",
      sql: `SELECT ${own.join(", ")}, slice(listed, -${needed}, ${needed}) AS latest_values
FROM (
  SELECT ${row}, transform(sort_array(collect_list(struct(t.place, t.value))), at -> at.value) AS listed
  FROM (
${indented(indented(valuesAround(name, k, key)))}
  ) AS t
  JOIN (SELECT *, explode(parts) AS part FROM ${name}_rows) AS r
    ON r.run_key = t.run_key AND r.part <=> t.part AND t.place <= r.place AND coalesce(t.place >= r.first_place, TRUE)
  GROUP BY ${row}
) AS windows`,
    },
  ];
}
