import type { Dialect } from "../dialect.js";
import type { RunSteps } from "../filter/run-steps.js";
import { candidates, candidatesInDoubt, changed } from "./candidates.js";
import { coolingSteps } from "./cooling-steps.js";
import type { Cte } from "./cte.js";
import { decided, doubtfulWindows, doubts } from "./doubts.js";
import { exactSteps } from "./exact-steps.js";
import { firedRows, SATISFIED_ROW } from "./fired-rows.js";
import type { QueryPlan } from "./plan.js";
import { canDoubt } from "./rounding.js";
import type { RunKey } from "./run-key.js";

/**
 * From the rows of every metric that hold or are in doubt to those that fire: on Spark `fired (automation, run,
 * satisfied, place, …)`, else `cooled (automation, run, place, satisfied)`, a row each.
 */
export function verdictSteps(plan: QueryPlan, runs: RunSteps, key: RunKey, d: Dialect): Cte[] {
  const conditions = plan.metrics.flatMap(({ members }) => members.map(({ condition }) => condition));
  const doubtful = conditions.some(canDoubt);
  const baselines = conditions.some(({ spec }) => spec.kind === "zscore");
  const settled = doubtful ? settledSteps(plan, baselines, key, d) : [];
  const last = settled.at(-1)?.name;
  if (d.addsUp) {
    return [
      candidates(plan, runs, d),
      ...settled,
      satisfied(["candidates WHERE holds", ...(last ? [last] : [])], d),
      // Every metric asks what fired, and so do run states.
      firedRows(plan.metrics.length + plan.states.length > 1),
    ];
  }
  return [
    ...(doubtful ? [candidatesInDoubt(plan, runs, d)] : []),
    ...settled,
    ...(plan.states.length > 0 ? [changed(plan, runs, d)] : []),
    ...coolingSteps(plan, runs, last, d),
  ];
}

/** From the candidates in doubt to `settled`, those that hold. */
function settledSteps(plan: QueryPlan, baselines: boolean, key: RunKey, d: Dialect): readonly Cte[] {
  const { steps, table } = doubts(plan, key, d);
  const settled: Cte = {
    name: "settled",
    comment: "The rows in doubt that hold.",
    sql: d.addsUp ? foundAgain(table) : satisfiedIn([`${table} WHERE holds`, "decided"], d),
    // Runs are numbered by it, too.
    ...(d.addsUp ? {} : { shared: true }),
  };
  const all = [
    ...steps,
    doubtfulWindows(plan, table, d),
    ...exactSteps(baselines, d),
    decided(plan, d),
    settled,
  ];
  return inCaseOfDoubt(all, settled.name, d);
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
