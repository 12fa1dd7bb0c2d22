import type { Dialect } from "../dialect.js";
import type { Cte } from "./cte.js";

/** Steps that end in `state_changes (run, place, …, state, reported)`: runs start running with their first row, and end. */
export function stateSteps(d: Dialect): Cte[] {
  const last = (column: string) => d.latest(column, `CASE WHEN ${column} IS NOT NULL THEN place END`);
  const state = `lower(${d.json.text("f.state")})`;
  return [
    {
      name: "spans",
      comment: "Where runs begin and end.",
      sql: `SELECT run, min(place) AS first_place, max(place) AS last_place,\n  ${d.earliest("time", "place")} AS first_time, ${d.earliest("step", "place")} AS first_step, ${last("time")} AS last_time, ${last("step")} AS last_step\nFROM history\nGROUP BY run`,
    },
    {
      name: "state_changes",
      comment: "The states that runs changed to; a crashed run counts as failed.",
      sql: `SELECT run, first_place AS place, first_step AS step, first_time AS time,
  'running' AS state, 'running' AS reported
FROM spans
UNION ALL
SELECT run, last_place + 1 AS place, last_step AS step, last_time AS time,
  state, CASE state WHEN 'crashed' THEN 'failed' ELSE state END AS reported
FROM (SELECT s.*, ${state} AS state FROM spans AS s JOIN run_facts AS f ON f.run = s.run) AS ended
WHERE state IN ('finished', 'failed', 'crashed', 'killed')`,
    },
  ];
}
