import type { HistoryTable } from "../history-source.js";
import { spark as d } from "../text/spark-dialect.js";
import { type ColumnTable, columnRows, filedRows } from "./column-rows.js";
import type { LoggedRows } from "./history-columns.js";
import { JsonPlaces } from "./json-places.js";
import { type JsonPart, type JsonReads, jsonRows } from "./json-rows.js";
import { jsonRun } from "./json-run.js";
import { runColumn } from "./run-column.js";
import { sparkCsv } from "./spark-csv.js";
import { sparkJsonLines } from "./spark-json.js";
import { sparkParquetTable } from "./spark-parquet.js";

/** The rows of a source for Spark. */
export function sparkRows(history: HistoryTable, metrics: readonly string[], merged: boolean): LoggedRows {
  if (history.format === "jsonl") return sparkJson(history, metrics, merged);
  const table = sparkTable(history, metrics, merged);
  return columnRows(history, filedRows(history, metrics, merged, d, table), metrics, merged, d, table);
}

function sparkTable(
  history: Exclude<HistoryTable, { format: "jsonl" }>,
  metrics: readonly string[],
  merged: boolean,
): ColumnTable {
  const { identifier: column } = d;
  if (history.format === "csv") return sparkCsvTable(history, metrics);
  if (history.format === "table") {
    const from = [history.name]
      .flat()
      .map((part) => d.identifier(part))
      .join(".");
    return { from, file: "NULL", row: "0", place: "file_row", column };
  }
  return sparkParquetTable(history, metrics, merged);
}

function sparkCsvTable(
  history: HistoryTable & { readonly format: "parquet" | "csv" },
  metrics: readonly string[],
): ColumnTable {
  const run = runColumn(history);
  const required = ["_step", ...(run === undefined ? [] : [run])];
  const names = [...new Set([...required, "_timestamp", ...metrics])];
  return {
    steps: sparkCsv(history.files, { prefix: "csv", names, required }),
    from: "csv_cells",
    file: "file_name",
    row: "struct(file_path, at)",
    place: "row_number() OVER (PARTITION BY run ORDER BY file_row)",
    column: (name) => `cell_${names.indexOf(name)}`,
  };
}

/** A variant where there is something, else null. */
function part(keys: readonly string[]): string {
  const [first, ...rest] = keys.map((key) => d.text(key));
  return rest.reduce(
    (value, key) => `try_element_at(try_variant_get(${value}, '$', 'MAP<STRING, VARIANT>'), ${key})`,
    `try_element_at(parts, ${first})`,
  );
}

function sparkJson(
  history: HistoryTable & { readonly format: "jsonl" },
  metrics: readonly string[],
  merged: boolean,
): LoggedRows {
  const places = new JsonPlaces();
  const columnOf = (keys: readonly string[]) => `part_${places.indexOf(part(keys))}`;
  const reads: JsonReads = {
    at(keys): JsonPart {
      const column = columnOf(keys);
      const { json } = d;
      return {
        exists: `${column} IS NOT NULL`,
        isNumber: `coalesce(${json.isNumber(column)}, FALSE)`,
        isObject: `coalesce(${json.isObject(column)}, FALSE)`,
        number: json.number(column),
        text: `CASE WHEN ${json.isText(column)} THEN ${json.text(column)} END`,
      };
    },
  };
  const run = jsonRun(history, "file_name", reads, d);
  const { select, nested } = jsonRows(metrics, merged, reads, d);
  // Files are read in blocks, by many; where a block starts, and the order within it, is the order of its lines.
  const order = "file_path, block_start, line";
  const lines = sparkJsonLines(history.files, [
    "_metadata.file_name AS file_name",
    "_metadata.file_block_start AS block_start",
    "monotonically_increasing_id() AS line",
  ]);
  const columns = places.all().map((path, i) => `${path} AS part_${i}`);
  const sql = `SELECT run, row_number() OVER (PARTITION BY run ORDER BY ${order}) AS place, ${select.map(nameOf).join(", ")}
FROM (
  SELECT ${run} AS run, ${order},
    ${select.join(",\n    ")}
  FROM (
    SELECT file_name, ${order},
      ${columns.join(",\n      ")}
    FROM (${lines}) AS lines
  ) AS parted
) AS rows_`;
  return { sql, nested };
}

/** The name that `… AS name` gives. */
function nameOf(column: string): string {
  return column.slice(column.lastIndexOf(" ") + 1);
}
