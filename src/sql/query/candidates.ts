import type { Dialect } from "../dialect.js";
import type { Admits, RunSteps } from "../filter/run-steps.js";
import type { Cte } from "./cte.js";
import { heldSteps } from "./early-steps.js";
import { hasEarly, type MetricGroup, type QueryPlan, type StatePlan } from "./plan.js";
import { watchedRuns } from "./watched-runs.js";
import { bringsValues } from "./window-costs.js";

/**
 * `candidates (automation, run, place, first_place, step, time, value, holds, latest_values, state)`: what every automation
 * finds, read once per metric however many automations watch it.
 */
export function candidates({ metrics, states }: QueryPlan, runs: RunSteps, d: Dialect): Cte {
  const parts = [
    ...metrics.map((group, k) => ofMetric(group, k, watchedRuns(group, runs).admits, d)),
    ...states.map((state) => ofState(state, runs.admits, d)),
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
  const brings = bringsValues(group, d);
  const { members } = group;
  const asked = members.some(({ index }) => admits(index) !== undefined);
  const cases = members.map(({ index }) => {
    const admitted = admits(index);
    const holds = admitted === undefined ? `holds_${index}` : `${admitted} AND holds_${index}`;
    return `WHEN ${index} THEN ${holds}`;
  });
  const watching = members.map(({ index, condition }) => `(${index}, ${condition.needed})`);
  const first = `${d.size("latest_values")} - needed + 1`;
  const values = brings
    ? d.part("latest_values", hasEarly(group) ? `greatest(${first}, 1)` : first, "needed")
    : "latest_values";
  const columns = ["run", "place", "step", "time", "value", "first_place", "latest_values"];
  const flags = [...columns, ...members.map(({ index }) => `holds_${index}`)].join(", ");
  const held = heldSteps(group, k).map((name) => `SELECT ${flags} FROM ${name}`);
  const from = held.length === 1 ? `held_${k}` : `(${held.join(" UNION ALL ")})`;
  return `SELECT automation, run, place, first_place, step, time, value,
  holds, ${values} AS latest_values, CAST(NULL AS ${d.textType}) AS state
FROM (
  SELECT t.*, automation, needed,
    CASE automation ${cases.join(" ")} END AS holds
  FROM ${from} AS t${asked ? "\n  JOIN admitted AS a ON a.run = t.run" : ""}
  CROSS JOIN (VALUES ${watching.join(", ")}) AS watching (automation, needed)
) AS found
WHERE coalesce(holds, TRUE)`;
}

function ofState({ index, states }: StatePlan, admits: Admits, d: Dialect): string {
  const wanted = [...states].map((state) => d.text(state)).join(", ");
  const admitted = admits(index);
  const join = admitted === undefined ? "" : " JOIN admitted AS a ON a.run = t.run";
  return `SELECT ${index} AS automation, t.run, place, place AS first_place, step, time, CAST(NULL AS DOUBLE) AS value,
  TRUE AS holds, ${d.emptyList} AS latest_values, state
FROM state_changes AS t${join}
WHERE ${admitted === undefined ? "" : `${admitted} AND `}reported IN (${wanted})`;
}
