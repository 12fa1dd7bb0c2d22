/**
 * The same verdict on a database: `wandb-automations/sql`.
 */
export { type CompileToSqlOptions, compileToSql } from "./sql/compile-to-sql.js";
export type { SqlDialect } from "./sql/dialect.js";
export type { BacktestSource, ColumnKind, HistoryTable, RunKey, RunsTable } from "./sql/history-source.js";
