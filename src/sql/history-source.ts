/**
 * How a column's values are to be read: numbers, decimals of more than 15 digits, texts (of which `NaN`, `Infinity` and
 * `-Infinity` are numbers), times, which only `_timestamp` may be, or what logs no numbers. Columns of nested values have
 * a kind for each field.
 */
export type ColumnKind =
  | ("number" | "decimal" | "text" | "time" | "other")
  | { readonly [field: string]: ColumnKind };

/** Where a row's run is told. */
export type RunKey =
  /** A column, or in JSON lines a top-level key, with the run's id. */
  | { readonly column: string }
  /** `"file"`: each file is one run, named by the file without its extension. */
  | "file"
  /** `"export"`: W&B's history exports, `<entity>_<project>_<run>_<i>.runhistory.parquet`. */
  | "export";

interface Files {
  /** Paths or globs. Several files of one run are one history. */
  readonly files: string | readonly string[];
}

/**
 * Recorded history where it lies. Rows have `_step`, `_timestamp` (seconds since the epoch) and metrics.
 *
 * - `parquet`: a column per metric. Rows go by `_step`; of rows of one step, later files and rows win.
 * - `jsonl`: a row of history per line, in the order in which they were logged.
 * - `csv`: a header, a column per metric, in the order in which rows were logged.
 * - `table`: a table or view of the database, with one row per run and step.
 */
export type HistoryTable = (
  | ({ readonly format: "parquet" | "csv" } & Files)
  | ({ readonly format: "jsonl" } & Files)
  | { readonly format: "table"; readonly name: string | readonly string[] }
) & {
  /**
   * How to tell a row's run.
   *
   * @defaultValue `"export"` for Parquet files, else the column `run`
   */
  readonly run?: RunKey;
  /**
   * Whether rows of one step must be merged, and rows whose step is lower than the last one dropped: `"unique"`
   * promises that every step comes once, which saves a pass.
   *
   * A table is never merged: `backtest()` makes sure that no step comes twice, unless `"unique"` promises it.
   *
   * @defaultValue `"merge"`
   */
  readonly steps?: "merge" | "unique";
  /**
   * The columns there are, with kinds. Left out, every metric is taken to have a column of numbers under its full
   * name. Not for JSON lines, which need none.
   */
  readonly columns?: Readonly<Record<string, ColumnKind>>;
};

/**
 * What is known about the runs, for run filters, scopes and run states: a row per run with `id` and any of
 * `display_name`, `username`, `state`, `tags`, `group`, `job_type`, `sweep`, `entity`, `project`, `config`,
 * `summary_metrics`. Nested values may be JSON text. A null is a missing field.
 */
export type RunsTable =
  | ({ readonly format: "parquet" | "csv" | "jsonl" } & Files)
  | { readonly format: "table"; readonly name: string | readonly string[] };

/** What a backtest goes over. */
export interface BacktestSource {
  readonly history: HistoryTable;
  readonly runs?: RunsTable;
}
