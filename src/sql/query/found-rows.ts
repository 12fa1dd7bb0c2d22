import type { Dialect } from "../dialect.js";
import { broughtValues, watching } from "./candidates.js";
import type { Cte } from "./cte.js";
import { heldSteps } from "./early-steps.js";
import type { QueryPlan } from "./plan.js";

/** `found`, for DuckDB: the rows that fired, with the columns of `candidates` and `satisfied`. */
export function foundRows({ metrics, states }: QueryPlan, d: Dialect): Cte {
  const own = "f.automation, t.run, t.place, t.first_place, t.step, t.time";
  const parts = metrics.flatMap((group, k) => {
    const values = broughtValues(group, d);
    // Where windows may be partial, a row can be among the first ones and among the others, for different automations.
    const holds = group.members.map(({ index, holds }) => `WHEN ${index} THEN ${holds}`).join(" ");
    return heldSteps(group, k).map(
      (name) => `SELECT ${own}, ${values} AS latest_values, CAST(NULL AS ${d.textType}) AS state, f.satisfied
FROM ${name} AS t
JOIN cooled AS f ON f.run = t.run AND f.place = t.place
JOIN (VALUES ${watching(group.members)}) AS watching (automation, needed) ON watching.automation = f.automation
WHERE coalesce(CASE f.automation ${holds} END, TRUE)`,
    );
  });
  if (states.length > 0) {
    const on = "f.automation = t.automation AND f.run = t.run AND f.place = t.place";
    parts.push(
      `SELECT ${own}, t.latest_values, t.state, f.satisfied\nFROM changed AS t\nJOIN cooled AS f ON ${on}`,
    );
  }
  return { name: "found", comment: "The rows that fired.", shared: true, sql: parts.join("\nUNION ALL\n") };
}
