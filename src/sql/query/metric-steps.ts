import type { Dialect } from "../dialect.js";
import { historyColumn } from "../source/history-columns.js";
import type { Cte } from "./cte.js";
import { judge } from "./judge.js";
import type { MetricGroup } from "./plan.js";
import { WindowColumns } from "./window-columns.js";

const ORDER = "PARTITION BY run ORDER BY place";

/** The steps of one metric: its values with the windows that end at them, and the rows that hold or are in doubt. */
export function metricSteps(group: MetricGroup, k: number, d: Dialect): Cte[] {
  const columns = new WindowColumns(ORDER);
  const judged = group.members.map(({ index, condition }) => {
    const holds = judge(condition, columns, d);
    const enough = condition.needed > 1 ? `pos >= ${condition.needed} AND ` : "";
    return `${enough}${holds} AS holds_${index}`;
  });
  const some = group.members.map(({ index }) => `coalesce(holds_${index}, TRUE)`).join(" OR ");
  const value = historyColumn.value(k);
  const frames = columns.select.map((frame) => `,\n  ${frame}`).join("");
  const what = JSON.stringify(group.name);
  return [
    {
      name: `series_${k}`,
      comment: `The logged values of ${what}, numbered, and what their windows hold.`,
      sql: `SELECT run, place, step, time, value, row_number() OVER (${ORDER}) AS pos${frames}\nFROM (SELECT run, place, step, time, ${value} AS value FROM history WHERE ${value} IS NOT NULL) AS logged_values`,
    },
    {
      name: `held_${k}`,
      comment: `Where conditions on ${what} hold (true) or are too close to say (null).`,
      sql: `SELECT * FROM (\n  SELECT run, place, step, time, value, pos,\n    ${judged.map((one) => one.replaceAll("\n", "\n    ")).join(",\n    ")}\n  FROM series_${k}\n) AS judged\nWHERE ${some}`,
    },
  ];
}
