import type { Dialect } from "../dialect.js";
import { leavesEarly, runSteps } from "../filter/run-steps.js";
import type { BacktestSource } from "../history-source.js";
import { historyColumn } from "../source/history-columns.js";
import { historySteps, isMerged } from "../source/history-steps.js";
import type { SqlEvaluationOptions } from "../sql-evaluation-options.js";
import { duckdb } from "../text/duckdb-dialect.js";
import type { Cte, Query } from "./cte.js";
import { DROPPED_ROWS } from "./dropped-rows.js";
import { earlySteps, heldSteps } from "./early-steps.js";
import { firingsSelect } from "./firings-select.js";
import { metricSteps } from "./metric-steps.js";
import { missQuery } from "./miss-steps.js";
import { hasEarly, type QueryPlan } from "./plan.js";
import { type RunKey, runKey } from "./run-key.js";
import { runningSteps } from "./running-steps.js";
import { runDays, spanQuery } from "./span-query.js";
import { stateSteps } from "./state-steps.js";
import { verdictSteps } from "./verdict-steps.js";
import { watchedRows } from "./watched-runs.js";
import { bringsValues } from "./window-costs.js";

/** The two questions that a backtest asks, and what both start from. */
export interface Queries {
  /** From the source to the table `history`. */
  readonly history: readonly Cte[];
  /** The firings, given the steps of `history` or a table of that name. */
  firings(history: readonly Cte[]): Query;
  /** Per run, what was logged and which automations look at it. */
  runs(history: readonly Cte[]): Query;
  /** Per run and automation, where the condition came nearest to holding; undefined where none is watched for. */
  readonly misses: ((history: readonly Cte[]) => Query) | undefined;
  /** How much history there is: one row. */
  span(history: readonly Cte[]): Query;
  /** Which rows weren't used; undefined where every row is. */
  readonly dropped: Query | undefined;
  /** The fields that run filters look at, as columns of `runs` number them. */
  readonly fields: readonly string[];
}

/** @param options departures from the semantics, checked before */
export function queriesFor(
  plan: QueryPlan,
  source: BacktestSource,
  d: Dialect,
  { nan }: SqlEvaluationOptions = {},
): Queries {
  const metrics = plan.metrics.map(({ name }) => name);
  const key = runKey(source.history, d);
  const runs = runSteps(plan, source, keysOf(plan, source, key, d), d);
  const rows = watchedRows(plan, runs, key, source, d);
  const again =
    metrics.length > 1 ||
    key.names !== undefined ||
    runs.steps.length > 0 ||
    plan.metrics.some((group) => !bringsValues(group, d) || hasEarly(group));
  const fromSource = historySteps(source.history, metrics, { again, skipNaN: nan === "skip" }, d);
  const daysOf = (history: readonly Cte[]) => (d.addsUp ? [...history, ...runDays(plan, key)] : history);
  return {
    history: fromSource,
    dropped: isMerged(source.history) ? { steps: fromSource, select: DROPPED_ROWS } : undefined,
    firings: (history) => {
      const steps = [
        ...history,
        ...(key.names && plan.metrics.length > 0 ? [key.names] : []),
        ...(runs.early ? runs.steps : []),
        ...rows.steps,
        ...plan.metrics.flatMap((group, k) => {
          const own = rows.keyOf(group);
          return [
            ...earlySteps(group, k, own, d),
            ...(d.addsUp ? runningSteps : metricSteps)(group, k, own, d),
          ];
        }),
        ...(runs.early ? [] : runs.steps),
        ...(plan.states.length > 0 ? stateSteps(d) : []),
        ...verdictSteps(plan, runs, key, d),
      ];
      const firings = firingsSelect(plan, key, d);
      return { steps: [...steps, ...firings.steps], select: firings.select };
    },
    misses: metrics.length === 0 ? undefined : (history) => missQuery(plan, runs, rows, key, history, d),
    runs: (history) => runsQuery(plan, source, daysOf(history), d),
    span: (history) => spanQuery(daysOf(history), d),
    fields: filterFields(plan),
  };
}

/** A query of the runs, once each, that automations may look at. */
function keysOf(plan: QueryPlan, source: BacktestSource, { names, once }: RunKey, d: Dialect): string {
  // A change of state happens in runs that log nothing that is watched.
  const every = "SELECT DISTINCT run FROM history";
  if (plan.states.length > 0) return every;
  if (!leavesEarly(source, d)) {
    const held = plan.metrics.flatMap(heldSteps).map((name) => `SELECT run FROM ${name}`);
    return `SELECT DISTINCT run FROM (${held.join(" UNION ALL ")}) AS held`;
  }
  if (!names) return every;
  return `SELECT run FROM run_names${once === "told_key" ? " WHERE told_key = run_key" : ""}`;
}

/** The fields that run filters look at, in the order in which queries number them. */
export function filterFields(plan: QueryPlan): readonly string[] {
  const nowhere: BacktestSource = { history: { format: "table", name: "history" } };
  return runSteps(plan, nowhere, "", duckdb, true).fields;
}

function runsQuery(plan: QueryPlan, source: BacktestSource, history: readonly Cte[], d: Dialect): Query {
  const runs = runSteps(plan, source, "SELECT run FROM logged_runs", d, true);
  const counts = plan.metrics.map((_, k) =>
    d.addsUp ? `sum(logged_${k}) AS logged_${k}` : `count(${historyColumn.value(k)}) AS logged_${k}`,
  );
  const counted: Cte = {
    name: "logged_runs",
    comment: "The runs there are, when each began, and how often it logged every metric.",
    sql: `SELECT ${["run", `min(${d.addsUp ? "first_time" : "time"}) AS first_time`, ...counts].join(", ")}\nFROM ${d.addsUp ? "run_days" : "history"}\nGROUP BY run`,
  };
  const facts = ["entity", "project", "display_name", "run_id", ...runs.columns].map((name) => `a.${name}`);
  const select = ["l.*", ...facts].join(", ");
  return {
    steps: [...history, counted, ...runs.steps],
    select: `SELECT ${select}\nFROM logged_runs AS l\nJOIN admitted AS a ON a.run = l.run\nORDER BY l.run`,
  };
}
