/**
 * The same verdict on a database: `wandb-automations/sql`.
 */
export { backtest } from "./sql/backtest.js";
export type { BacktestOptions, BacktestProgress } from "./sql/backtest-options.js";
export { type CompileToSqlOptions, compileToSql } from "./sql/compile-to-sql.js";
export type { SqlDialect } from "./sql/dialect.js";
export type { BacktestSource, ColumnKind, HistoryTable, RunKey, RunsTable } from "./sql/history-source.js";
export { type EmitSparkJobOptions, emitSparkJob } from "./sql/spark/emit-spark-job.js";
export { type ReadSparkResultOptions, readSparkResult } from "./sql/spark/read-spark-result.js";
