import type { Dialect } from "../dialect.js";
import { historyColumn } from "../source/history-columns.js";
import type { Cte } from "./cte.js";
import { judge } from "./judge.js";
import type { MetricGroup } from "./plan.js";
import { comesWithValues, windowColumns } from "./window-columns.js";

/** The most values that an automation of the group needs. */
export function mostNeeded({ members }: MetricGroup): number {
  return Math.max(...members.map(({ condition }) => condition.needed));
}

/** Whether a group's rows bring the values of their windows, or they must be looked up by position. */
export function bringsValues(group: MetricGroup, d: Dialect): boolean {
  return comesWithValues(mostNeeded(group), d);
}

/**
 * The steps of one metric: its values with the windows that end at them, and the rows that hold or are in doubt:
 * `held_<k> (run, place, step, time, value, latest_values or pos, holds_<automation>, …)`.
 */
export function metricSteps(group: MetricGroup, k: number, d: Dialect): Cte[] {
  const columns = windowColumns(mostNeeded(group), d);
  const judged = group.members.map(({ index, condition }) => {
    const holds = judge(condition, columns, d);
    const enough = condition.needed > 1 ? `${columns.full(condition.needed)} AND ` : "";
    return `${enough}${holds} AS holds_${index}`;
  });
  const values = columns.values(mostNeeded(group));
  const some = group.members.map(({ index }) => `coalesce(holds_${index}, TRUE)`).join(" OR ");
  const value = historyColumn.value(k);
  const what = JSON.stringify(group.name);
  const row = "run, place, step, time, value";
  const rows = `SELECT run, place, step, time, ${value} AS value FROM history WHERE ${value} IS NOT NULL`;
  const framed = columns.framed.map((frame) => `,\n  ${frame}`).join("");
  const derived = columns.derived.map((one) => `,\n    ${one}`).join("");
  const from =
    derived === ""
      ? `series_${k}`
      : `(\n    SELECT *${derived.replaceAll("\n", "\n  ")}\n    FROM series_${k}\n  ) AS windows`;
  const holds = group.members.map(({ index }) => `holds_${index}`);
  const kept = [row, values === undefined ? "pos" : `${values} AS latest_values`, ...holds].join(", ");
  return [
    {
      name: `series_${k}`,
      comment: `The logged values of ${what}, and what came before them.`,
      sql: `SELECT ${row}${framed}\nFROM (${rows}) AS logged_values`,
      shared: values === undefined,
    },
    {
      name: `held_${k}`,
      comment: `Where conditions on ${what} hold (true) or are too close to say (null).`,
      sql: `SELECT ${kept}\nFROM (\n  SELECT *,\n    ${judged.map((one) => one.replaceAll("\n", "\n    ")).join(",\n    ")}\n  FROM ${from}\n) AS judged\nWHERE ${some}`,
      shared: true,
    },
  ];
}
