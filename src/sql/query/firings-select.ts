import type { Dialect } from "../dialect.js";
import type { QueryPlan } from "./plan.js";

const COLUMNS = ["automation", "run", "place", "step", "time", "satisfied"];

/**
 * The result: `(automation, run, place, step, time, satisfied, window_values, state)`, a row per firing. `satisfied` says how often
 * the automation's condition held in the run; the window holds the values that the condition looked at, the latest
 * last; `state` is only set for changes of state.
 */
export function firingsSelect(plan: QueryPlan, d: Dialect): string {
  const columns = COLUMNS.map((column) => `f.${column}`).join(", ");
  const metrics = plan.metrics.map((group, k) => {
    const spans = group.members.map(({ index, condition }) => `(${index}, ${condition.needed})`);
    return `SELECT ${columns}, ${d.collect("s.value", "s.pos")} AS window_values, CAST(NULL AS ${d.textType}) AS state
FROM (
  SELECT firings.*, ${d.eachOf("pos - needed + 1", "pos")} AS window_pos
  FROM firings JOIN (VALUES ${spans.join(", ")}) AS spans (number, needed) ON automation = number
) AS f
JOIN series_${k} AS s ON s.run = f.run AND s.pos = f.window_pos
GROUP BY ${columns}`;
  });
  const states = plan.states.map(({ index }) => index).join(", ");
  const changes = `SELECT ${columns}, ${d.emptyList} AS window_values, s.state
FROM firings AS f JOIN state_changes AS s ON s.run = f.run AND s.place = f.place
WHERE automation IN (${states})`;
  const parts = [...metrics, ...(plan.states.length > 0 ? [changes] : [])];
  return `${parts.join("\nUNION ALL\n")}\nORDER BY run, place, automation`;
}
