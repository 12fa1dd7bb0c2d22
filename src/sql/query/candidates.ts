import type { Dialect } from "../dialect.js";
import type { Cte } from "./cte.js";
import { bringsValues, mostNeeded } from "./metric-steps.js";
import type { MetricGroup, QueryPlan, StatePlan } from "./plan.js";
import type { Admits } from "./verdict-steps.js";

/**
 * `candidates (automation, run, place, pos, step, time, value, holds, latest_values, state)`: what every automation
 * finds, read once per metric however many automations watch it.
 */
export function candidates({ metrics, states }: QueryPlan, admits: Admits, d: Dialect): Cte {
  const parts = [
    ...metrics.map((group, k) => ofMetric(group, k, admits, d)),
    ...states.map((state) => ofState(state, admits, d)),
  ];
  return {
    name: "candidates",
    comment:
      "Per automation, the rows that hold or are in doubt, of runs in its scope that its run filter lets through.",
    sql: parts.join("\nUNION ALL\n"),
    shared: true,
  };
}

function ofMetric(group: MetricGroup, k: number, admits: Admits, d: Dialect): string {
  const most = mostNeeded(group);
  const brings = bringsValues(group, d);
  const asked = group.members.some(({ index }) => admits(index) !== undefined);
  const found = group.members.map(({ index, condition: { needed } }) => {
    const admitted = admits(index);
    const holds =
      admitted === undefined ? `holds_${index}` : `CASE WHEN ${admitted} THEN holds_${index} ELSE FALSE END`;
    return d.record({ automation: String(index), needed: String(needed), holds });
  });
  const from = asked ? `held_${k} AS t\n  JOIN admitted AS a ON a.run = t.run` : `held_${k} AS t`;
  const values = brings
    ? d.part("latest_values", `${most} - ${d.field("one", "needed")} + 1`, d.field("one", "needed"))
    : d.emptyList;
  return `SELECT ${d.field("one", "automation")} AS automation, run, place, ${brings ? "0 AS pos" : "pos"}, step, time, value,
  ${d.field("one", "holds")} AS holds, ${values} AS latest_values, CAST(NULL AS ${d.textType}) AS state
FROM (
  SELECT t.*, ${d.each(d.list(...found))} AS one
  FROM ${from}
) AS found
WHERE coalesce(${d.field("one", "holds")}, TRUE)`;
}

function ofState({ index, states }: StatePlan, admits: Admits, d: Dialect): string {
  const wanted = [...states].map((state) => d.text(state)).join(", ");
  const admitted = admits(index);
  const join = admitted === undefined ? "" : " JOIN admitted AS a ON a.run = t.run";
  return `SELECT ${index} AS automation, t.run, place, 0 AS pos, step, time, CAST(NULL AS DOUBLE) AS value,
  TRUE AS holds, ${d.emptyList} AS latest_values, state
FROM state_changes AS t${join}
WHERE ${admitted === undefined ? "" : `${admitted} AND `}reported IN (${wanted})`;
}
