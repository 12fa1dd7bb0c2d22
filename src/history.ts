/**
 * Where run history comes from: `wandb-automations/history`.
 */

export type { ColumnarRun, MetricColumn, RunColumns } from "./history/columns.js";
export { readColumns } from "./history/columns.js";
export type { ReadCsvOptions } from "./history/csv/read-csv-file.js";
export { readCsvFile } from "./history/csv/read-csv-file.js";
export type { FileRun } from "./history/file-run.js";
export type { HistoryFormat } from "./history/find-files.js";
export type { HistoryOptions } from "./history/history.js";
export { history } from "./history/history.js";
export type { JsonRun, ReadJsonOptions } from "./history/json/read-json-file.js";
export { readJsonFile } from "./history/json/read-json-file.js";
export type { MetricReader } from "./history/logged-value.js";
export { loggedValue, metricReader } from "./history/logged-value.js";
export type { ReportDropped } from "./history/merge-steps.js";
export { mergeSteps, StepMerger } from "./history/merge-steps.js";
export type { ParquetRun, ReadParquetOptions } from "./history/parquet/read-parquet-files.js";
export { readParquetFiles } from "./history/parquet/read-parquet-files.js";
export type { RowStream } from "./history/row-stream.js";
export type {
  HistoryRow,
  HistorySource,
  HistoryWarning,
  HistoryWarningCode,
  RunHistory,
  RunInfo,
} from "./history/run-history.js";
export type { SeriesHistory, SeriesOptions } from "./history/series.js";
export { series } from "./history/series.js";
export type { ReadWandbOptions, WandbRun } from "./history/wandb/read-wandb-file.js";
export { readWandbFile } from "./history/wandb/read-wandb-file.js";
export type { BranchPoint } from "./history/wandb/run-facts.js";
