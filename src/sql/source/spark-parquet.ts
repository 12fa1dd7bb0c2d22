import type { HistoryTable } from "../history-source.js";
import { spark as d } from "../text/spark-dialect.js";
import { type ColumnTable, columnsRead } from "./column-rows.js";
import { runColumn } from "./run-column.js";
import { sparkFiles } from "./spark-files.js";

/** What a job needs to know to read files of different types one after the other. */
interface FilesNote {
  readonly files: readonly string[];
  /** The columns that are read, that of them which tells the run, and those with metrics inside. */
  readonly columns: readonly string[];
  readonly run: string | null;
  readonly nested: readonly string[];
  /** What the file's name and the row's place in it are called, where that is read. */
  readonly file: string;
  readonly row: string | null;
}

/**
 * Parquet files behind a view, for Spark reads all files of a name with the types of one. Where types differ, a job makes
 * the view anew of files that it reads with their own types; the view's comment has what it needs for that.
 */
export function sparkParquetTable(
  history: HistoryTable & { readonly format: "parquet" | "csv" },
  metrics: readonly string[],
  merged: boolean,
): ColumnTable {
  const columns = columnsRead(history, metrics);
  const free = (name: string): string =>
    columns.some((column) => column.toLowerCase() === name) ? free(`${name}_`) : name;
  const [file, row] = [free("file_name"), free("row_index")];
  const run = runColumn(history) ?? null;
  const nested = columns.filter((name) => typeof history.columns?.[name] === "object");
  const note: FilesNote = {
    files: [history.files].flat(),
    columns,
    run,
    nested,
    file,
    row: merged ? row : null,
  };
  const select = [
    ...columns.map((name) => d.identifier(name)),
    `_metadata.file_name AS ${file}`,
    ...(merged ? [`_metadata.row_index AS ${row}`] : []),
  ];
  return {
    steps: [
      {
        name: "history_files",
        comment: `The files of the history: ${ascii(note)}`,
        view: true,
        sql: sparkFiles("parquet", history.files, select.join(", ")),
      },
    ],
    from: "history_files",
    ...{ file, row, place: "file_row" },
    column: (name) => d.identifier(name),
  };
}

/** JSON that no comment changes. */
function ascii(value: FilesNote): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
