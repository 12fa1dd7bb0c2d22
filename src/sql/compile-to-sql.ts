import { ValidationError } from "../errors/index.js";
import type { Evaluables } from "../evaluate/evaluable.js";
import { dialectOf, type SqlDialect } from "./dialect.js";
import type { BacktestSource } from "./history-source.js";
import { commented, type Query, withSteps } from "./query/cte.js";
import { checkWatched, planQuery, type QueryPlan } from "./query/plan.js";
import { queriesFor } from "./query/queries.js";
import { sparkScript, sparkStatements } from "./spark/spark-script.js";
import { checkEvaluationOptions, type SqlEvaluationOptions } from "./sql-evaluation-options.js";

/** What SQL to write. */
export interface CompileToSqlOptions extends SqlEvaluationOptions {
  readonly dialect: SqlDialect;
  /** Where history and runs are. */
  readonly source: BacktestSource;
  /**
   * For Spark: a folder where its script may keep what several steps start from, as the cluster names it.
   *
   * @defaultValue `"backtest-work"`
   */
  readonly workFolder?: string;
}

/**
 * Writes automations as one SQL query, whose result is their firings on recorded history: a backtest where the
 * data is. The verdict is that of `dryRun`, to the last bit; `docs/sql.md` says how.
 *
 * Columns of the result: `automation` (its place in what was given), `run`, `place` (what rows of a run are ordered
 * by), `step`, `time` (seconds since the epoch), `satisfied` (how often the condition held in the run),
 * `window_values` (what the condition looked at, the latest last), and `state` for changes of state.
 *
 * @param automations one or several; those that are disabled, or can't fire on runs, get no rows
 * @throws EvaluationError naming what can't be said in the dialect; ValidationError for a dialect that isn't known
 *
 * @example
 * ```ts
 * import { compileToSql } from "wandb-automations/sql";
 * import type { CompiledAutomation } from "wandb-automations/evaluate";
 *
 * function asSql(automation: CompiledAutomation) {
 *   const history = { format: "parquet", files: "exports/*.runhistory.parquet" } as const;
 *   return compileToSql(automation, { dialect: "duckdb", source: { history } });
 * }
 * ```
 */
export function compileToSql(automations: Evaluables, options: CompileToSqlOptions): string {
  checkEvaluationOptions(options);
  const { dialect, source, workFolder = "backtest-work" } = options;
  const d = dialectOf(dialect);
  if (!d) {
    const message = `must be "duckdb" or "spark", got ${String(dialect)}`;
    throw new ValidationError("The options", [{ code: "invalid_option", path: ["dialect"], message }]);
  }
  const plan = planQuery(automations, options);
  checkWatched(plan);
  const queries = queriesFor(plan, source, d, options);
  const script = (query: Query) => sparkScript(sparkStatements(query, workFolder));
  const query = queries.firings(queries.history);
  return `${titles(plan)}\n\n${dialect === "spark" ? script(query) : withSteps(query)}`;
}

function titles({ all }: QueryPlan): string {
  const lines = all.map(({ ref, title }) =>
    commented(`Automation ${ref.index}${ref.name ? ` (${ref.name})` : ""}: ${title}.`),
  );
  return lines.join("\n");
}
