import type { Dialect } from "../dialect.js";
import { historyColumn } from "../source/history-columns.js";
import { aroundSteps } from "./around-steps.js";
import type { Cte } from "./cte.js";
import { judge } from "./judge.js";
import { LagColumns } from "./lag-columns.js";
import { nearness } from "./nearness.js";
import { hasEarly, type MetricGroup } from "./plan.js";
import { canDoubt } from "./rounding.js";
import { joinNames, type RunKey } from "./run-key.js";
import { ofWatchedRuns } from "./watched-runs.js";
import type { RowWindows } from "./window-columns.js";
import { bringsValues, lagReach } from "./window-costs.js";

export const ROW = "place, step, time, value";

/** The same, of rows that have no step of their own where their place is one. */
export function rowOf({ byStep }: RunKey): string {
  return byStep ? "place, place AS step, time, value" : ROW;
}

/**
 * The steps of one metric: its values with the windows that end at them, and the rows that hold or are in doubt:
 * `held_<k> (run, place, step, time, value, first_place, latest_values, holds_<automation>, …)`. Where the values of
 * windows must be looked up, `first_place` says from where on; elsewhere they are in `latest_values`. Nearly all rows
 * stop at a filter of few operations, and only the others are judged. What can be looked up for those isn't carried along
 * for all: DuckDB's sort takes longer with every column.
 */
export function metricSteps(group: MetricGroup, k: number, key: RunKey, d: Dialect): Cte[] {
  const needs = group.members.map(({ condition }) => condition.needed);
  const columns = new LagColumns(key.column, lagReach(group), needs);
  const near = nearness(group.distinct, columns, d);
  const judged = holds(group, columns, ({ condition }) =>
    judge(condition, columns, d, canDoubt(condition) && !columns.reaches(condition.needed)),
  );
  const brings = bringsValues(group, d);
  const values = brings ? columns.values(d) : d.emptyList;
  const first = brings ? "place" : columns.firstPlace();
  const what = JSON.stringify(group.name);
  const derived = [...columns.derived, ...near.derived];
  const { names, byStep } = key;
  const least = Math.min(...group.members.map(({ condition }) => condition.needed));
  const around = `t.place, ${byStep ? "t.place AS step" : "t.step"}, t.time, t.value`;
  const asked = [
    `SELECT ${key.column} AS run_key, place, ${first} AS first_place FROM near_${k}`,
    ...(hasEarly(group) ? [`SELECT ${key.keyOf("run")}, place, first_place FROM early_${k}`] : []),
  ];
  return [
    metricSeries(group, k, key, columns.framed, brings),
    {
      name: `near_${k}`,
      comment: `Where conditions on ${what} may hold, by bounds that are wide but sure.`,
      // Kept, or the filter after it would be asked of every row at once with this one.
      shared: true,
      sql: `SELECT *
FROM (
  SELECT *${derived.length > 0 ? "," : ""}${each(derived, 4)}
  FROM series_${k}
) AS windows
WHERE ${brings ? near.filter : `${columns.full(least)} AND (\n  ${near.filter}\n)`}`,
    },
    ...(brings ? [] : aroundSteps(asked.join("\nUNION ALL\n"), k, key)),
    {
      name: `held_${k}`,
      comment: `Where conditions on ${what} hold (true) or are too close to say (null).`,
      sql: `SELECT ${names ? "names.run" : "judged.run"}, ${brings ? ROW : around}, first_place, latest_values, ${flags(group)}
FROM (
  SELECT ${key.column}, ${brings ? rowOf(key) : "place"}, ${first} AS first_place, ${values} AS latest_values,${each(judged, 4)}
  FROM (
    SELECT *${columns.sizes.length > 0 ? "," : ""}${each(columns.sizes, 6)}
    FROM near_${k}
  ) AS sized
) AS judged${brings ? "" : `\nJOIN around_${k} AS t ON t.run_key = judged.${key.column} AND t.place = judged.place`}${joinNames(key, "judged")}
WHERE ${someHold(group)}`,
      shared: true,
    },
  ];
}

/** @param whole whether values come with their steps and times */
export function metricSeries(
  { name }: MetricGroup,
  k: number,
  key: RunKey,
  framed: readonly string[],
  whole = true,
): Cte {
  const { column, ofRow, byStep } = key;
  const value = historyColumn.value(k);
  const row = !whole ? "place, value" : byStep ? "place, time, value" : ROW;
  return {
    name: `series_${k}`,
    comment: `The logged values of ${JSON.stringify(name)}, and what came before them.`,
    sql: `SELECT ${column}, ${row}${framed.length > 0 ? "," : ""}${each(framed, 2)}
FROM (SELECT ${ofRow} AS ${column}, ${row.replace(/value$/, value)} AS value FROM history AS h WHERE ${value} IS NOT NULL${ofWatchedRuns(key)}) AS logged_values`,
  };
}

export function holds(
  { distinct }: MetricGroup,
  columns: RowWindows,
  judged: (member: MetricGroup["members"][number]) => string,
): string[] {
  return distinct.map((member) => {
    const { needed } = member.condition;
    const enough = needed > 1 ? `${columns.full(needed)} AND ` : "";
    return `${enough}${judged(member)} AS ${member.holds}`;
  });
}

export function someHold({ distinct }: MetricGroup): string {
  return distinct.map(({ holds }) => `coalesce(${holds}, TRUE)`).join(" OR ");
}

export function flags({ distinct }: MetricGroup): string {
  return distinct.map(({ holds }) => holds).join(", ");
}

/** Columns, each on a line of its own. */
export function each(columns: readonly string[], indent: number): string {
  const space = `\n${" ".repeat(indent)}`;
  return columns.map((column) => `${space}${column.replaceAll("\n", space)}`).join(",");
}
