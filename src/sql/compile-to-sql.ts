import { ValidationError } from "../errors/index.js";
import type { Evaluables } from "../evaluate/evaluable.js";
import { type Dialect, dialectOf, type SqlDialect } from "./dialect.js";
import { runSteps } from "./filter/run-steps.js";
import type { BacktestSource } from "./history-source.js";
import { type Cte, withSteps } from "./query/cte.js";
import { metricSteps } from "./query/metric-steps.js";
import { planQuery, type QueryPlan } from "./query/plan.js";
import { firingsSelect, verdictSteps } from "./query/verdict-steps.js";
import { historySteps } from "./source/history-steps.js";

export interface CompileToSqlOptions {
  readonly dialect: SqlDialect;
  readonly source: BacktestSource;
}

export function compileToSql(automations: Evaluables, options: CompileToSqlOptions): string {
  const dialect = dialectOf(options.dialect);
  if (!dialect) {
    throw new ValidationError("The options", [
      {
        code: "invalid_option",
        path: ["dialect"],
        message: `must be "duckdb" or "spark", got ${String(options.dialect)}`,
      },
    ]);
  }
  const plan = planQuery(automations);
  return withSteps(
    querySteps(plan, options.source, dialect),
    `${firingsSelect(plan.metrics, plan.states.length > 0, dialect)}\nORDER BY run, place, automation`,
  );
}

export function querySteps(plan: QueryPlan, source: BacktestSource, d: Dialect): Cte[] {
  const names = plan.metrics.map(({ name }) => name);
  const keys = [
    ...plan.metrics.map((_, k) => `held_${k}`),
    ...(plan.states.length > 0 ? ["state_changes"] : []),
  ];
  const runs = runSteps(
    plan,
    source,
    `SELECT DISTINCT run FROM (${keys.map((name) => `SELECT run FROM ${name}`).join(" UNION ALL ")}) AS held`,
    d,
  );
  return [
    ...historySteps(source.history, names, d),
    ...plan.metrics.flatMap((group, k) => metricSteps(group, k, d)),
    ...runs.steps,
    ...verdictSteps(plan, runs.admits, d),
  ];
}
