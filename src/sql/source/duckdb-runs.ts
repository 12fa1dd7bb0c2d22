import type { RunsTable } from "../history-source.js";
import { duckdb as d } from "../text/duckdb-dialect.js";
import { duckdbCsv, duckdbFiles, TABLE, tableName } from "./duckdb-table.js";
import { matchKey } from "./export-name.js";
import { NESTED_FIELDS, noJson, type RunField } from "./run-field.js";

/** `runs (match_key, entity, project, id, …fields)` for DuckDB: fields as JSON, entity and project as text. */
export function duckdbRuns(runs: RunsTable, fields: readonly RunField[], exports: boolean): string {
  const columns = ["id", ...fields];
  const inner = ["entity", "project", ...columns].map(
    (field) => `${fieldJson(field)} AS ${d.identifier(field)}`,
  );
  const key = matchKey(["entity ->> '$'", "project ->> '$'", "id ->> '$'"], exports, d);
  const outer = [
    `${key} AS match_key`,
    "entity ->> '$' AS entity",
    "project ->> '$' AS project",
    ...columns.map((field) => d.identifier(field)),
  ];
  return `SELECT ${outer.join(", ")}
FROM (
  SELECT
    ${inner.join(",\n    ")}
  FROM (${asJson(runs)}) AS rows_
) AS fields`;
}

/** Whatever the table is, its rows as JSON objects, so that a column that isn't there is a missing field. */
function asJson(runs: RunsTable): string {
  switch (runs.format) {
    case "jsonl":
      return `SELECT json AS info FROM read_ndjson_objects(${duckdbFiles(runs.files)})`;
    case "parquet":
      return `SELECT to_json(r) AS info FROM read_parquet(${duckdbFiles(runs.files)}, ${TABLE}) AS r`;
    case "csv":
      return `SELECT to_json(r) AS info FROM ${duckdbCsv(runs.files, `header = true, ${TABLE}`)} AS r`;
    case "table":
      return `SELECT to_json(r) AS info FROM ${tableName(runs.name)} AS r`;
  }
}

/** A field of the row; JSON text in fields that hold lists and objects is read as what it says. */
function fieldJson(field: string): string {
  const part = `json_extract(info, '/${field}')`;
  if (!NESTED_FIELDS.has(field)) return `CASE WHEN json_type(${part}) <> 'NULL' THEN ${part} END`;
  const text = `(${part} ->> '$')`;
  const read = `CASE WHEN ${text} = '' THEN NULL WHEN json_valid(${text}) THEN CAST(${text} AS JSON) ELSE ${noJson(field, "json_extract(info, '/id')", text, d)} END`;
  return `CASE json_type(${part}) WHEN 'NULL' THEN NULL WHEN 'VARCHAR' THEN ${read} ELSE ${part} END`;
}
