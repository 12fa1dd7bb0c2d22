import type { Dialect } from "../dialect.js";
import type { Admits, RunSteps } from "../filter/run-steps.js";
import type { Cte } from "./cte.js";
import { heldSteps } from "./early-steps.js";
import { flags } from "./metric-steps.js";
import { hasEarly, type MetricGroup, type MetricPlan, type QueryPlan, type StatePlan } from "./plan.js";
import { canDoubt } from "./rounding.js";
import { holdsIn, joinAdmitted, watchedRuns } from "./watched-runs.js";
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

/** The same for DuckDB, without what is known to hold: most rows may, and a row per automation is large. */
export function candidatesInDoubt({ metrics }: QueryPlan, runs: RunSteps, d: Dialect): Cte {
  const parts = metrics.flatMap((group, k) =>
    group.members.some(({ condition }) => canDoubt(condition))
      ? [ofMetric(group, k, watchedRuns(group, runs).admits, d)]
      : [],
  );
  return {
    name: "candidates",
    comment: "Per automation, the rows in doubt, of runs in its scope that its run filter lets through.",
    sql: parts.join("\nUNION ALL\n"),
    shared: true,
  };
}

/** `changed`, with the columns of `candidates`: what automations on run states find. */
export function changed({ states }: QueryPlan, runs: RunSteps, d: Dialect): Cte {
  return {
    name: "changed",
    comment:
      "Per automation, the changes of state that it waits for, of runs that its run filter lets through.",
    sql: states.map((state) => ofState(state, runs.admits, d)).join("\nUNION ALL\n"),
    shared: true,
  };
}

function ofMetric(group: MetricGroup, k: number, admits: Admits, d: Dialect): string {
  const { members } = group;
  const cases = members.map((member) => `WHEN ${member.index} THEN ${holdsIn(member, admits)}`);
  const columns = ["run", "place", "step", "time", "value", "first_place", "latest_values"];
  const all = [...columns, flags(group)].join(", ");
  const doubtful = d.addsUp
    ? ""
    : ` WHERE ${group.distinct.map(({ holds }) => `${holds} IS NULL`).join(" OR ")}`;
  const held = heldSteps(group, k).map((name) => `SELECT ${all} FROM ${name}${doubtful}`);
  const from = held.length === 1 && d.addsUp ? `held_${k}` : `(${held.join(" UNION ALL ")})`;
  return `SELECT automation, run, place, first_place, step, time, value,
  holds, ${broughtValues(group, d)} AS latest_values, CAST(NULL AS ${d.textType}) AS state
FROM (
  SELECT t.*, automation, needed,
    CASE automation ${cases.join(" ")} END AS holds
  FROM ${from} AS t${joinAdmitted(members, admits)}
  CROSS JOIN (VALUES ${watching(members)}) AS watching (automation, needed)
) AS found
WHERE ${d.addsUp ? "coalesce(holds, TRUE)" : "holds IS NULL"}`;
}

/** The automations on a metric, each with how many values it needs. */
export function watching(members: readonly MetricPlan[]): string {
  return members.map(({ index, condition }) => `(${index}, ${condition.needed})`).join(", ");
}

/** Those of a row's `latest_values` that are `needed`, where rows bring them. */
export function broughtValues(group: MetricGroup, d: Dialect): string {
  if (!bringsValues(group, d)) return "latest_values";
  const first = `${d.size("latest_values")} - needed + 1`;
  return d.part("latest_values", hasEarly(group) ? `greatest(${first}, 1)` : first, "needed");
}

function ofState(state: StatePlan, admits: Admits, d: Dialect): string {
  const { index, states } = state;
  const wanted = [...states].map((state) => d.text(state)).join(", ");
  const admitted = admits(index);
  return `SELECT ${index} AS automation, t.run, place, place AS first_place, step, time, CAST(NULL AS DOUBLE) AS value,
  TRUE AS holds, ${d.emptyList} AS latest_values, state
FROM state_changes AS t${joinAdmitted([state], admits)}
WHERE ${admitted === undefined ? "" : `${admitted} AND `}reported IN (${wanted})`;
}
