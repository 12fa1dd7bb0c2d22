import type { HistoryTable } from "../history-source.js";
import { duckdb as d, jsonPointer } from "../text/duckdb-dialect.js";
import { columnRows } from "./column-rows.js";
import { duckdbFiles, duckdbTable } from "./duckdb-table.js";
import { exportRun } from "./export-name.js";
import type { LoggedRows } from "./history-columns.js";
import { type JsonReads, jsonRows } from "./json-rows.js";

/** The rows of a source for DuckDB. */
export function duckdbRows(history: HistoryTable, metrics: readonly string[], merged: boolean): LoggedRows {
  if (history.format === "jsonl") return duckdbJson(history, metrics, merged);
  return columnRows(history, metrics, merged, d, duckdbTable(history));
}

function duckdbJson(
  history: HistoryTable & { readonly format: "jsonl" },
  metrics: readonly string[],
  merged: boolean,
): LoggedRows {
  const paths: string[] = [];
  const reads: JsonReads = {
    at(keys) {
      const path = jsonPointer(keys);
      const known = paths.indexOf(path);
      const i = known >= 0 ? known + 1 : paths.push(path);
      const [kind, part] = [`kinds[${i}]`, `parts[${i}]`];
      const isNumber = `${kind} IN ('UBIGINT', 'BIGINT', 'HUGEINT', 'DOUBLE')`;
      const text = `(${part} ->> '$')`;
      return {
        exists: `${kind} IS NOT NULL`,
        isNumber,
        isObject: `${kind} = 'OBJECT'`,
        number: `CAST(${part} AS DOUBLE)`,
        text: `CASE WHEN ${kind} = 'VARCHAR' THEN ${text} END`,
      };
    },
  };
  const key = history.run ?? { column: "run" };
  const run =
    key === "file"
      ? "parse_filename(filename, true)"
      : key === "export"
        ? exportRun("filename", d)
        : `coalesce(parts[${paths.push(jsonPointer([key.column]))}] ->> '$', error(${d.text(`a line has no ${JSON.stringify(key.column)} that says its run`)}))`;
  const { select, nested } = jsonRows(metrics, merged, reads, d);
  const list = d.list(...paths.map((path) => d.text(path)));
  const source = `SELECT filename, json, row_number() OVER () AS place\n    FROM read_ndjson_objects(${duckdbFiles(history.files)}, filename = true)`;
  const parsed = `SELECT filename, place, json_type(json, ${list}) AS kinds, json_extract(json, ${list}) AS parts\n  FROM (\n    ${source}\n  ) AS lines`;
  const sql = `SELECT ${run} AS run, place,\n  ${select.join(",\n  ")}\nFROM (\n  ${parsed}\n) AS parsed`;
  return { sql, nested };
}
