import type { HistoryTable } from "../history-source.js";
import { duckdb as d, jsonPointer } from "../text/duckdb-dialect.js";
import { columnRows, filedRows } from "./column-rows.js";
import { duckdbFiles, duckdbTable } from "./duckdb-table.js";
import type { LoggedRows } from "./history-columns.js";
import { JsonPlaces } from "./json-places.js";
import { type JsonReads, jsonRows } from "./json-rows.js";
import { jsonRun, noRow } from "./json-run.js";

/** A history whose files have been looked at: those with columns of one kind are a part. */
export type InspectedHistory = HistoryTable & { readonly parts?: readonly ColumnHistory[] };

type ColumnHistory = Exclude<InspectedHistory, { format: "jsonl" }>;

/** The rows of a source for DuckDB. */
export function duckdbRows(
  history: InspectedHistory,
  metrics: readonly string[],
  merged: boolean,
): LoggedRows {
  if (history.format === "jsonl") return duckdbJson(history, metrics, merged);
  const inner = duckdbFiledRows(history, metrics, merged);
  return columnRows(history, inner, metrics, merged, d, duckdbTable(history));
}

/** The rows as they lie in their table or files; files of other types by themselves, or DuckDB would make texts of numbers. */
export function duckdbFiledRows(history: ColumnHistory, metrics: readonly string[], merged: boolean): string {
  return (history.parts ?? [history])
    .map((part) => filedRows(part, metrics, merged, d, duckdbTable(part)))
    .join("\nUNION ALL\n");
}

function duckdbJson(
  history: HistoryTable & { readonly format: "jsonl" },
  metrics: readonly string[],
  merged: boolean,
): LoggedRows {
  const places = new JsonPlaces();
  const reads: JsonReads = {
    at(keys) {
      // Lists count from 1.
      const i = places.indexOf(jsonPointer(keys)) + 1;
      const [kind, part] = [`kinds[${i}]`, `parts[${i}]`];
      const isNumber = `${kind} IN ('UBIGINT', 'BIGINT', 'HUGEINT', 'DOUBLE')`;
      const text = `(${part} ->> '$')`;
      return {
        exists: `${kind} IS NOT NULL`,
        isNumber,
        isObject: `${kind} = 'OBJECT'`,
        // Tried on other kinds too, whatever stands before it in a condition.
        number: `TRY_CAST(${part} AS DOUBLE)`,
        text: `CASE WHEN ${kind} = 'VARCHAR' THEN ${text} END`,
      };
    },
  };
  const run = jsonRun(history, "filename", reads, d);
  const { select, nested } = jsonRows(metrics, merged, reads, d);
  const list = d.list(...places.all().map((path) => d.text(path)));
  const source = `SELECT filename, json, row_number() OVER () AS place\n    FROM read_ndjson_objects(${duckdbFiles(history.files)}, filename = true)
    WHERE CASE WHEN starts_with(json, '{') THEN TRUE ELSE ${noRow("filename", "json", d)} END`;
  const parsed = `SELECT filename, place, json_type(json, ${list}) AS kinds, json_extract(json, ${list}) AS parts\n  FROM (\n    ${source}\n  ) AS lines`;
  const sql = `SELECT ${run} AS run, place,\n  ${select.join(",\n  ")}\nFROM (\n  ${parsed}\n) AS parsed`;
  return { sql, nested };
}
