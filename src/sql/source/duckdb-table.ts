import type { HistoryTable } from "../history-source.js";
import { duckdb as d } from "../text/duckdb-dialect.js";
import type { ColumnTable } from "./column-rows.js";

/** What the column is called that tells a row's file: a name that no metric has. */
const FILE = "_history_file";

/** Columns are those of all files; what folders are called (`loss=5`) is none. */
export const TABLE = "union_by_name = true, hive_partitioning = false";

/** What `FROM` reads for a source with columns, and the columns that tell file and row. */
export function duckdbTable(history: Exclude<HistoryTable, { format: "jsonl" }>): ColumnTable {
  const { identifier: column } = d;
  const place = "file_row";
  if (history.format === "table")
    return { from: tableName(history.name), file: "NULL", row: "0", place, column };
  const where = { file: FILE, row: "file_row_number", place, column };
  if (history.format === "parquet") {
    const options = `filename = '${FILE}', file_row_number = true, ${TABLE}`;
    return { from: `read_parquet(${duckdbFiles(history.files)}, ${options})`, ...where };
  }
  // Numbered in the order of the files' lines, which DuckDB keeps; a CSV file has no row numbers of its own.
  const read = duckdbCsv(history.files, `filename = '${FILE}', header = true, ${TABLE}`);
  return {
    from: `(SELECT *, row_number() OVER () AS _history_row FROM ${read})`,
    ...where,
    row: "_history_row",
  };
}

/** Cells of CSV files as texts. Left to guess, DuckDB takes a semicolon for what separates them, or skips a line. */
export function duckdbCsv(files: string | readonly string[], options: string): string {
  return `read_csv(${duckdbFiles(files)}, delim = ',', quote = '"', escape = '"', comment = '', skip = 0, all_varchar = true, ${options})`;
}

/** Paths as a list of texts. */
export function duckdbFiles(files: string | readonly string[]): string {
  return d.list(...[files].flat().map((file) => d.text(file)));
}

/** The name of a table, each part quoted. */
export function tableName(name: string | readonly string[]): string {
  return [name]
    .flat()
    .map((part) => d.identifier(part))
    .join(".");
}
