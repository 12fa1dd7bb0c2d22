import type { Dialect } from "../dialect.js";
import { historyColumn } from "../source/history-columns.js";
import type { Cte } from "./cte.js";
import { each, flags, holds, ROW, rowOf } from "./metric-steps.js";
import type { MetricGroup } from "./plan.js";
import { canDoubt } from "./rounding.js";
import { joinNames, type RunKey } from "./run-key.js";
import { RunningColumns, type Summed } from "./running-columns.js";
import { judgeRunning, nearRunning } from "./running-judge.js";
import { inWatchedFiles, watchedNames } from "./watched-runs.js";
import { bringsValues, mostNeeded } from "./window-costs.js";

/** The same steps as `metricSteps`, for Spark: rows are judged by running totals. */
export function runningSteps(group: MetricGroup, k: number, key: RunKey, d: Dialect): Cte[] {
  const number = summed(group);
  const columns = new RunningColumns(number);
  const judged = holds(group, columns, ({ condition }) => judgeRunning(condition, columns, d));
  // A filter that names columns of a SELECT below it takes Spark's optimizer twice as long with every one of them.
  const near = nearRunning(group.distinct, new RunningColumns(number, columns), d);
  const brings = bringsValues(group, d);
  const first = brings ? "place" : columns.placeBefore(mostNeeded(group.members));
  const derived = `${columns.derived.length > 0 ? "," : ""}${each(columns.derived, 4)}`;
  const what = JSON.stringify(group.name);
  return [
    runningSeries(group, k, key, columns.framed, number),
    {
      name: `near_${k}`,
      comment: `Where conditions on ${what} may hold, by bounds that are wide but sure.`,
      // Written down, or the filter after it would be asked of every row at once with this one.
      shared: true,
      sql: `SELECT *\nFROM series_${k}\nWHERE ${near}`,
    },
    {
      name: `held_${k}`,
      comment: `Whether conditions on ${what} hold there: true, false, or null where it is too close to say.`,
      sql: `SELECT names.run, ${ROW}, first_place, latest_values, ${flags(group)}
FROM (
  SELECT run_key, ${rowOf(key)}, ${first} AS first_place, ${brings ? d.list("value") : d.emptyList} AS latest_values,${each(judged, 4)}
  FROM (SELECT *${derived} FROM near_${k}) AS windows
) AS judged${joinNames(key, "judged")}`,
    },
  ];
}

/** What is added up; rows are sorted with one column less where all conditions do, and none looks for a NaN. */
function summed({ members }: MetricGroup): Summed | undefined {
  const sums = members.filter(({ condition }) => canDoubt(condition)).length;
  return sums === 0 ? undefined : sums === members.length ? "value" : "number";
}

/** @param number the column in which a NaN is null, if there must be one */
export function runningSeries(
  { name }: MetricGroup,
  k: number,
  key: RunKey,
  framed: readonly string[],
  number?: Summed,
): Cte {
  const { ofRow, byStep } = key;
  const value = historyColumn.value(k);
  const noNaN = (of: string) => `CASE WHEN NOT isnan(${of}) THEN ${of} END`;
  const row = byStep ? ["place", "time"] : ["place", "step", "time"];
  const own = row.map((column) => `h.${column}`).join(", ");
  return {
    name: `series_${k}`,
    comment: `The logged values of ${JSON.stringify(name)}, and what was added up until them.`,
    sql: `SELECT run_key, ${row.join(", ")}, value${framed.length > 0 ? "," : ""}${each(framed, 2)}
FROM (
  SELECT *${number === "number" ? `, ${noNaN("value")} AS number` : ""}
  FROM (
    SELECT /*+ BROADCAST(n) */ n.run_key, ${own}, ${number === "value" ? noNaN(`h.${value}`) : `h.${value}`} AS value
    FROM history AS h
    JOIN ${watchedNames(key)} AS n ON n.told_key = ${ofRow}
    WHERE h.${value} IS NOT NULL${inWatchedFiles(key)}${framed.length > 0 ? "\n    DISTRIBUTE BY run_key SORT BY run_key, place" : ""}
  ) AS sorted_values
) AS logged_values`,
  };
}
