import { COOLDOWN_SECONDS } from "../../evaluate/run/cooldown.js";
import type { Admits, RunSteps } from "../filter/run-steps.js";
import type { Cte } from "./cte.js";
import { heldSteps } from "./early-steps.js";
import { Marks } from "./marks.js";
import { type MetricGroup, type QueryPlan, watchers } from "./plan.js";
import { holdsIn, joinAdmitted, watchedRuns } from "./watched-runs.js";

/** The day that a time lies in, as a double. */
export function dayOf(time: string): string {
  return `floor((${time}) / ${COOLDOWN_SECONDS})`;
}

/**
 * Steps that end in `marks (spot, place, time, mask)` and `satisfied (automation, number, place, time)`, for DuckDB: every row
 * at which conditions hold. There may be as many as the history has, so marks are narrow, and one for all automations
 * that share a mask.
 *
 * @param settled the step with the rows that were in doubt and hold, if there is one
 */
export function markedRows(plan: QueryPlan, runs: RunSteps, settled: string | undefined): Cte[] {
  const { all, metrics, states } = plan;
  const marks = new Marks(all.length);
  const alone = [...(settled ? [settled] : []), ...(states.length > 0 ? ["changed"] : [])];
  const names = [...metrics.flatMap(heldSteps), ...alone].map((name) => `SELECT run FROM ${name}`);
  const parts = [
    ...metrics.flatMap((group, k) => ofMetric(group, k, marks, watchedRuns(group, runs).admits)),
    ...alone.map(
      (name) =>
        `SELECT run, ${marks.word("automation")} AS word, place, time, ${marks.bit("automation")} AS mask FROM ${name}`,
    ),
  ];
  const watching = watchers(plan).map(({ index: i }) => `(${i}, ${marks.word(i)}, ${marks.bit(i)})`);
  return [
    {
      name: "numbered_runs",
      comment: "The runs in which anything may hold, by numbers.",
      shared: true,
      sql: `SELECT run, row_number() OVER () AS number
FROM (SELECT DISTINCT run FROM (${names.join(" UNION ALL ")}) AS found) AS runs`,
    },
    {
      name: "marks",
      comment: "The rows at which conditions hold, with a bit per automation; run and day are one number.",
      shared: true,
      sql: `SELECT ${marks.spot("number", "word", dayOf("time"))} AS spot, place, time, CAST(mask AS ${marks.type}) AS mask
FROM (
  ${parts.join("\n  UNION ALL\n  ")}
) AS found
JOIN numbered_runs AS n ON n.run = found.run
WHERE mask <> 0`,
    },
    {
      name: "satisfied",
      comment: "The same, a row per automation.",
      sql: `SELECT automation, ${marks.numberAt("m.spot")} AS number, place, time
FROM marks AS m
JOIN (VALUES ${watching.join(", ")}) AS watching (automation, word, bit) ON watching.word = ${marks.wordAt("m.spot")}
WHERE mask & bit <> 0`,
    },
  ];
}

function ofMetric(group: MetricGroup, k: number, marks: Marks, admits: Admits): string[] {
  const masks = new Map<string, string[]>();
  for (const member of group.members) {
    const { index } = member;
    const word = marks.word(index);
    const bits = masks.get(word) ?? [];
    masks.set(word, bits);
    bits.push(`CASE WHEN ${holdsIn(member, admits)} THEN ${marks.bit(index)} ELSE 0 END`);
  }
  const join = joinAdmitted(group.members, admits);
  return heldSteps(group, k).flatMap((name) =>
    [...masks].map(
      ([word, bits]) =>
        `SELECT t.run, ${word} AS word, place, time, ${bits.join(" + ")} AS mask FROM ${name} AS t${join}`,
    ),
  );
}
