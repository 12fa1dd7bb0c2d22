import type { Dialect } from "../dialect.js";
import { bringsValues } from "./metric-steps.js";
import type { QueryPlan } from "./plan.js";

const ROW = ["automation", "run", "place", "step", "time"];

/**
 * The result: `(automation, run, place, step, time, satisfied, window_values, state)`, a row per firing. `satisfied` says how often
 * the automation's condition held in the run; the window holds the values that the condition looked at, the latest
 * last; `state` is only set for changes of state.
 */
export function firingsSelect(plan: QueryPlan, d: Dialect): string {
  const row = [...ROW.map((column) => `c.${column}`), "f.satisfied"].join(", ");
  const on = `f.automation = c.automation AND f.run = c.run AND ${d.has("f.fired", "c.place")}`;
  const from = `FROM candidates AS c\nJOIN cooled AS f ON ${on}`;
  const direct = `SELECT ${row}, c.latest_values AS window_values, c.state\n${from}`;
  const lookedUp = plan.metrics.flatMap((group, k) => (bringsValues(group, d) ? [] : [{ group, k }]));
  const looked = lookedUp.map(({ group, k }) => {
    const spans = group.members.map(({ index, condition }) => `(${index}, ${condition.needed})`);
    const columns = [...ROW, "satisfied"].map((column) => `w.${column}`).join(", ");
    return `SELECT ${columns}, ${d.collect("s.value", "s.pos")} AS window_values, CAST(NULL AS ${d.textType}) AS state
FROM (
  SELECT ${row}, ${d.eachOf("pos - needed + 1", "pos")} AS window_pos
  ${from.replaceAll("\n", "\n  ")}
  JOIN (VALUES ${spans.join(", ")}) AS spans (number, needed) ON c.automation = number
) AS w
JOIN series_${k} AS s ON s.run = w.run AND s.pos = w.window_pos
GROUP BY ${columns}`;
  });
  if (looked.length === 0) return `${direct}\nORDER BY run, place, automation`;
  const others = lookedUp.flatMap(({ group }) => group.members.map(({ index }) => index)).join(", ");
  const parts = [`${direct}\nWHERE c.automation NOT IN (${others})`, ...looked];
  return `${parts.join("\nUNION ALL\n")}\nORDER BY run, place, automation`;
}
