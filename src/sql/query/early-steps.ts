import type { Dialect } from "../dialect.js";
import { ClippedColumns, POSITION } from "./clipped-columns.js";
import type { Cte } from "./cte.js";
import { judge } from "./judge.js";
import { each, flags, ROW, rowOf, someHold } from "./metric-steps.js";
import { numberedValues } from "./numbered-values.js";
import { hasEarly, isPartial, type MetricGroup } from "./plan.js";
import { joinNames, type RunKey } from "./run-key.js";
import { bringsValues, mostNeeded } from "./window-costs.js";

/** The steps whose rows hold, or are in doubt, of one metric: `held_<k>`, and where there are any, `early_<k>`. */
export function heldSteps(group: MetricGroup, k: number): string[] {
  return [`held_${k}`, ...(hasEarly(group) ? [`early_${k}`] : [])];
}

/**
 * Steps that end in `early_<k>`, with the columns of `held_<k>`: a run's first values, at which windows aren't full yet
 * and are judged as far as they go. They are few, so that no sums but those over their frames are needed.
 */
export function earlySteps(group: MetricGroup, k: number, key: RunKey, d: Dialect): Cte[] {
  if (!hasEarly(group)) return [];
  const { column } = key;
  const order = `PARTITION BY ${column} ORDER BY place`;
  const columns = new ClippedColumns(column);
  const judged = group.distinct.map((member) => {
    const { holds, condition, least } = member;
    if (!isPartial(member)) return `FALSE AS ${holds}`;
    const early = `${POSITION} >= ${least} AND ${POSITION} < ${condition.needed}`;
    return `${early} AND ${judge(condition, columns, d)} AS ${holds}`;
  });
  const most = mostNeeded(group.members);
  const listed = `list(value) OVER (${order} ROWS ${most} PRECEDING)`;
  const values = bringsValues(group, d) ? listed : d.emptyList;
  const what = JSON.stringify(group.name);
  const join = joinNames(key, "judged");
  return [
    numberedValues(group, k, key, d),
    {
      name: `first_${k}`,
      comment: "The first ones of each run, with what came before them.",
      sql: `SELECT *,${each([...columns.framed, `${values} AS latest_values`], 2)}\nFROM numbered_${k}\nWHERE ${POSITION} < ${most}`,
    },
    {
      name: `early_${k}`,
      comment: `Where conditions on ${what} hold (true) or are too close to say (null) before their windows are full.`,
      shared: true,
      sql: `SELECT ${join === "" ? "run" : "names.run"}, ${ROW}, first_place, latest_values, ${flags(group)}
FROM (
  SELECT ${column}, ${rowOf(key)}, first_place, latest_values,${each(judged, 4)}
  FROM first_${k}
) AS judged${join}
WHERE ${someHold(group)}`,
    },
  ];
}
