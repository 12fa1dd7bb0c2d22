import { COOLDOWN_SECONDS } from "../../evaluate/run/cooldown.js";
import type { Dialect } from "../dialect.js";
import type { RunSteps } from "../filter/run-steps.js";
import { type Cte, indented } from "./cte.js";
import { dayOf, markedRows } from "./marked-rows.js";
import { LAST_DAY, Marks } from "./marks.js";
import type { QueryPlan } from "./plan.js";

/** So many satisfied rows fit into lists anywhere. */
const FEW = 2 ** 20;
/** Looking for one firing after the other goes over all satisfied rows as many times as a run has days. */
const MOST_DAYS = 1000;

/**
 * The 24-hour rule on DuckDB: steps that end in `cooled (automation, run, place, satisfied)`, a row per firing.
 *
 * Few rows are folded in lists, which DuckDB can't spill. Many are looked through for one firing per run at a time: the
 * first row whose time is at least a day later is in that time's day, or is the first one of all days after it.
 * No row before the last firing has such a time, or it would have fired itself.
 *
 * @param settled the step with the rows that were in doubt and hold, if there is one
 * @param few up to how many satisfied rows are folded in lists, however many days they lie on
 */
export function coolingSteps(
  plan: QueryPlan,
  runs: RunSteps,
  settled: string | undefined,
  d: Dialect,
  few = FEW,
): Cte[] {
  const nextTime = `f.time + ${COOLDOWN_SECONDS}`;
  const nextDay = dayOf(nextTime);
  const marks = new Marks(plan.all.length);
  const nextSpot = marks.spot("f.number", marks.word("f.automation"), nextDay);
  return [
    ...markedRows(plan, runs, settled),
    {
      name: "days",
      comment: "How many they are on each day, and the first one of it.",
      shared: true,
      sql: `SELECT automation, number, ${dayOf("time")} AS day, count(*) AS satisfied, min(place) AS place, arg_min(time, place) AS time
FROM satisfied
GROUP BY automation, number, day`,
    },
    {
      name: "first_firings",
      comment:
        "The first one of all, and whether they are so many, on so few days, that they are gone through by day.",
      shared: true,
      sql: `SELECT automation, number, sum(satisfied) AS satisfied, min(place) AS place, ${d.earliest("time", "place")} AS time,
  (SELECT sum(satisfied) > ${few} FROM days) AND coalesce(max(day) - min(day) < ${MOST_DAYS} AND max(abs(day)) < ${LAST_DAY}, TRUE) AS by_day
FROM days
GROUP BY automation, number`,
    },
    {
      name: "fired_by_day",
      comment:
        "At most once per run in 24 hours: after every firing, the first row that is at least a day later.",
      sql: `WITH RECURSIVE fired AS (
  SELECT automation, number, place, time FROM first_firings WHERE by_day
  UNION ALL
  SELECT automation, number, min(place) AS place, arg_min(time, place) AS time
  FROM (
    SELECT f.automation, f.number, m.place, m.time
    FROM fired AS f
    JOIN marks AS m ON m.spot = ${nextSpot} AND m.time >= ${nextTime}
    WHERE m.place > f.place AND m.mask & ${marks.bit("f.automation")} <> 0
    UNION ALL
    SELECT f.automation, f.number, e.place, e.time
    FROM fired AS f
    JOIN days AS e ON e.automation = f.automation AND e.number = f.number AND e.day > ${nextDay}
  ) AS possible
  GROUP BY automation, number
)
SELECT automation, number, place FROM fired`,
    },
    {
      name: "fired_in_lists",
      comment: "The same by a fold over a run's rows, whose state is when the next firing may be.",
      sql: `SELECT automation, number, unnest(${fold(d)}) AS place
FROM (
  SELECT s.*, f.place AS first_place, f.time AS first_time
  FROM satisfied AS s
  JOIN first_firings AS f ON f.automation = s.automation AND f.number = s.number
  WHERE NOT f.by_day
) AS s
GROUP BY automation, number, first_place, first_time`,
    },
    {
      name: "cooled",
      comment: "What fired, and how often its condition held in the run.",
      shared: true,
      sql: `SELECT fired.automation, n.run, fired.place, f.satisfied
FROM (
${indented("SELECT * FROM fired_by_day UNION ALL SELECT * FROM fired_in_lists")}
) AS fired
JOIN first_firings AS f ON f.automation = fired.automation AND f.number = fired.number
JOIN numbered_runs AS n ON n.number = fired.number`,
    },
  ];
}

/** From a run's first firing on, which a row without a time makes the last one: no time is after null. */
function fold(d: Dialect): string {
  const rows = d.collect(d.record({ at: "time", places: d.list("place") }), "place");
  const fires = (time: string, places: string) => d.record({ at: `${time} + ${COOLDOWN_SECONDS}`, places });
  const next = fires("row_.at", d.concat("fired.places", "row_.places"));
  const first = fires("first_time", d.list("first_place"));
  return `list_reduce(${rows}[2:], lambda fired, row_: CASE WHEN row_.at >= fired.at THEN ${next} ELSE fired END, ${first}).places`;
}
