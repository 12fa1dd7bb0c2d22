import { COOLDOWN_SECONDS } from "../../evaluate/run/cooldown.js";
import type { Dialect } from "../dialect.js";
import type { RunSteps } from "../filter/run-steps.js";
import { candidates } from "./candidates.js";
import type { Cte } from "./cte.js";
import { decided, doubtfulWindows, doubts } from "./doubts.js";
import { exactSteps } from "./exact-steps.js";
import { firedRows, SATISFIED_ROW } from "./fired-rows.js";
import type { QueryPlan } from "./plan.js";
import { canDoubt } from "./rounding.js";
import type { RunKey } from "./run-key.js";

/**
 * From the rows of every metric that hold or are in doubt to those that fire: on Spark `fired (automation, run,
 * satisfied, place, …)`, a row each, else `cooled (automation, run, satisfied, fired)` with a list of places.
 */
export function verdictSteps(plan: QueryPlan, runs: RunSteps, key: RunKey, d: Dialect): Cte[] {
  const first = candidates(plan, runs, d);
  // Every metric asks what fired, and so do run states.
  const fired = d.addsUp ? firedRows(plan.metrics.length + plan.states.length > 1) : cooled(d);
  const conditions = plan.metrics.flatMap(({ members }) => members.map(({ condition }) => condition));
  if (!conditions.some(canDoubt)) {
    return [first, satisfied(["candidates WHERE holds"], d), fired];
  }
  const { steps, table } = doubts(plan, key, d);
  const baselines = conditions.some(({ spec }) => spec.kind === "zscore");
  const settled: Cte = {
    name: "settled",
    comment: "The rows in doubt that hold.",
    sql: d.addsUp ? foundAgain(table) : satisfiedIn([`${table} WHERE holds`, "decided"], d),
  };
  return [
    first,
    ...inCaseOfDoubt(
      [...steps, doubtfulWindows(plan, table, d), ...exactSteps(baselines, d), decided(plan, d), settled],
      settled.name,
      d,
    ),
    satisfied(["candidates WHERE holds", settled.name], d),
    fired,
  ];
}

/** Spark leaves steps out where no row is in doubt: planning them takes longer than finding out. */
function inCaseOfDoubt(steps: readonly Cte[], last: string, d: Dialect): readonly Cte[] {
  if (!d.addsUp) return steps;
  const onlyIf = {
    comment: "Only where rows are in doubt.",
    found: "SELECT automation FROM candidates WHERE holds IS NULL",
    otherwise: { name: last, sql: `${satisfiedIn(["candidates"], d)} WHERE FALSE` },
  };
  return steps.map((step) => ({
    ...step,
    shared: step.shared === true || step.name === last,
    onlyIf,
  }));
}

function satisfied(from: readonly string[], d: Dialect): Cte {
  return {
    name: "satisfied",
    comment: "Every row at which an automation's condition holds.",
    sql: satisfiedIn(from, d),
  };
}

function satisfiedIn(from: readonly string[], d: Dialect): string {
  const columns = d.addsUp ? SATISFIED_ROW : ["automation", "run", "place", "time"];
  return from.map((part) => `SELECT ${columns.join(", ")} FROM ${part}`).join("\nUNION ALL\n");
}

/** The candidates that turned out to hold, for what only they know of a row. */
function foundAgain(table: string): string {
  return `SELECT ${SATISFIED_ROW.map((column) => `c.${column}`).join(", ")}
FROM candidates AS c
JOIN (
  SELECT automation, run, place FROM ${table} WHERE holds
  UNION ALL
  SELECT automation, run, place FROM decided
) AS s ON s.automation = c.automation AND s.run = c.run AND s.place = c.place`;
}

/** The 24-hour rule: a fold over each run's satisfied rows, whose state is when the next firing may be, and what fired. */
function cooled(d: Dialect): Cte {
  const never = d.double(Number.NEGATIVE_INFINITY);
  const rows = d.collect(d.record({ at: "time", places: d.list("place") }), "place");
  const first = d.record({ at: never, places: "CAST([] AS BIGINT[])" });
  const fires = d.record({
    at: `row_.at + ${COOLDOWN_SECONDS}`,
    places: d.concat("fired.places", "row_.places"),
  });
  // A row without a time makes the next time unknown, which no time is after: null.
  const next = `CASE WHEN fired.at = ${never} OR row_.at >= fired.at THEN ${fires} ELSE fired END`;
  return {
    name: "cooled",
    comment:
      "At most once per run in 24 hours: at the first row, then at the first one at least a day after the last.",
    sql: `SELECT automation, run, count(*) AS satisfied,
  list_reduce(${rows}, lambda fired, row_: ${next}, ${first}).places AS fired
FROM satisfied
GROUP BY automation, run`,
  };
}
