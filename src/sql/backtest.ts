import type { Evaluables } from "../evaluate/evaluable.js";
import type { HistorySpan } from "../evaluate/rates/history-span.js";
import type { Verdict } from "../evaluate/verdict/verdict.js";
import type { HistoryWarning } from "../history/run-history.js";
import { type BacktestOptions, checkBacktestOptions } from "./backtest-options.js";
import { Database } from "./duckdb/database.js";
import { inspectHistory } from "./duckdb/inspect-history.js";
import type { BacktestSource } from "./history-source.js";
import { type Cte, withSteps } from "./query/cte.js";
import { DROPPED_ROWS, toWarning } from "./query/dropped-rows.js";
import { planQuery } from "./query/plan.js";
import { type Queries, queriesFor } from "./query/queries.js";
import { toSpan } from "./query/span-query.js";
import { VerdictBuilder } from "./report/build-verdict.js";
import { firingRow, missRow, runRow } from "./report/result-rows.js";
import { withoutRuns } from "./report/without-runs.js";
import { namedByExport } from "./source/runs-table.js";
import { checkEvaluationOptions } from "./sql-evaluation-options.js";
import { duckdb } from "./text/duckdb-dialect.js";

/**
 * Evaluates automations on recorded history in a database: `dryRun` for histories that don't fit into a Node
 * process. The verdict names the same firings, with the same numbers; runs come in the order of their names, and
 * outcomes say how close misses were only if that is asked for (`closest`).
 *
 * Nothing is written but what doesn't fit into memory, and nothing is fetched: the files must be where DuckDB can
 * read them.
 *
 * @param automations one or several: built in code, fetched from a server, or compiled
 * @param source where the history is, and the runs for run filters and run states
 * @throws EvaluationError for what can't be evaluated on a table of history, such as artifact events; HistoryError
 *   when the source can't be read; ValidationError for a bad option; MissingDependencyError if `@duckdb/node-api`
 *   isn't installed
 *
 * @example
 * ```ts
 * import { backtest } from "wandb-automations/sql";
 * import type { CompiledAutomation } from "wandb-automations/evaluate";
 *
 * async function lastQuarter(automation: CompiledAutomation) {
 *   const history = { format: "parquet", files: "exports/*.runhistory.parquet" } as const;
 *   const verdict = await backtest(automation, { history }, { memoryLimit: "4GB" });
 *   return verdict.firings.length;
 * }
 * ```
 */
export async function backtest(
  automations: Evaluables,
  source: BacktestSource,
  options: BacktestOptions = {},
): Promise<Verdict> {
  const { verdict } = await backtestWithSpan(automations, source, options, false);
  return verdict;
}

/** The same, and how much history there was, if that is asked for. */
export async function backtestWithSpan(
  automations: Evaluables,
  source: BacktestSource,
  options: BacktestOptions,
  withSpan: boolean,
): Promise<{ verdict: Verdict; span: HistorySpan | undefined }> {
  checkBacktestOptions(options);
  checkEvaluationOptions(options);
  const plan = planQuery(automations, options);
  const database = await Database.open(options);
  try {
    database.phase("inspect");
    const metrics = plan.metrics.map(({ name }) => name);
    const history = await inspectHistory(source.history, metrics, database);
    const queries = queriesFor(plan, { ...source, history }, duckdb, options);
    const { steps, warnings } = await readHistory(queries, database);
    const { maxOutcomes, closest = false } = options;
    const { fields } = queries;
    const builder = new VerdictBuilder({
      plan,
      exports: namedByExport(history),
      fields,
      maxOutcomes,
      closest,
    });
    database.phase("runs");
    for await (const rows of database.chunks(withSteps(queries.runs(steps)))) {
      for (const row of rows) builder.run(runRow(row, fields.length));
    }
    if (plan.metrics.length > 0 || plan.states.length > 0) {
      database.phase("firings");
      for await (const rows of database.chunks(withSteps(queries.firings(steps)))) {
        for (const row of rows) builder.firing(firingRow(row));
      }
    }
    if (closest && queries.misses !== undefined) {
      database.phase("misses");
      for await (const rows of database.chunks(withSteps(queries.misses(steps)))) {
        for (const row of rows) builder.miss(missRow(row));
      }
    }
    const [span] = withSpan ? await database.all(withSteps(queries.span(steps))) : [];
    const all = [...(source.runs ? [] : withoutRuns(plan)), ...warnings];
    return { verdict: builder.verdict(all), span: span && toSpan(span) };
  } finally {
    database.close();
  }
}

/** The steps that lead to `history`: none where it had to be read into a table first, because rows are merged. */
async function readHistory(
  queries: Queries,
  database: Database,
): Promise<{ steps: readonly Cte[]; warnings: HistoryWarning[] }> {
  if (queries.dropped === undefined) return { steps: queries.history, warnings: [] };
  database.phase("read");
  for (const { name, sql } of queries.history) await database.run(`CREATE TEMP TABLE ${name} AS\n${sql}`);
  const dropped = await database.all(DROPPED_ROWS);
  await database.run("DROP TABLE placed");
  await database.run("DROP TABLE logged");
  return { steps: [], warnings: dropped.map(toWarning) };
}
