import { COOLDOWN_SECONDS } from "../../evaluate/run/cooldown.js";
import type { Cte } from "./cte.js";

/** What is kept of a row: in this order rows are sorted, and no two of an automation and a run share a place. */
const KEPT = { place: "BIGINT", time: "DOUBLE", step: "BIGINT", first_place: "BIGINT" } as const;
/** The columns of `satisfied` on Spark. */
export const SATISFIED_ROW = ["automation", "run", ...Object.keys(KEPT)] as const;

/**
 * `fired (automation, run, satisfied, place, time, step, first_place)` on Spark: a fold over each run's satisfied rows,
 * whose state is the rows that fired. They keep what is asked of them later, so that they needn't be found again.
 */
export function firedRows(shared: boolean): Cte {
  const row = Object.entries(KEPT)
    .map(([name, type]) => `CAST(${name} AS ${type}) AS ${name}`)
    .join(", ");
  const none = `CAST(array() AS ARRAY<STRUCT<${Object.entries(KEPT)
    .map(([name, type]) => `${name}: ${type}`)
    .join(", ")}>>)`;
  // After a row without a time, the next time is unknown, which no time is after: null.
  const fires = `size(fired) = 0 OR held.time >= try_element_at(fired, -1).time + ${COOLDOWN_SECONDS}`;
  return {
    name: "fired",
    comment:
      "At most once per run in 24 hours: at the first row, then at the first one at least a day after the last.",
    // Brought together by run, rows are where what follows asks of whole runs.
    sql: `SELECT automation, run, satisfied, inline(fired)
FROM (
  SELECT automation, run, count(*) AS satisfied,
    aggregate(sort_array(collect_list(struct(${row}))), ${none},
      (fired, held) -> CASE WHEN ${fires} THEN concat(fired, array(held)) ELSE fired END) AS fired
  FROM (SELECT * FROM satisfied DISTRIBUTE BY run) AS by_run
  GROUP BY automation, run
) AS runs`,
    shared,
  };
}
