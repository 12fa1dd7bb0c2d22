import type { RunsTable } from "../history-source.js";
import type { Cte } from "../query/cte.js";
import { spark as d } from "../text/spark-dialect.js";
import { matchKey } from "./export-name.js";
import { NESTED_FIELDS, noJson, type RunField } from "./run-field.js";
import { sparkCsv } from "./spark-csv.js";
import { sparkFiles } from "./spark-files.js";
import { sparkJsonLines, sparkJsonText } from "./spark-json.js";

/** `runs (match_key, entity, project, id, …fields)` for Spark: fields as variants, entity and project as text. */
export function sparkRuns(runs: RunsTable, fields: readonly RunField[], exports: boolean): string {
  const columns = ["id", ...fields];
  const names = columnsOf(fields);
  const inner = names.map((field) => `${fieldVariant(field)} AS ${d.identifier(field)}`);
  const text = (field: string) => d.json.text(field);
  const outer = [
    `${matchKey([text("entity"), text("project"), text("id")], exports, d)} AS match_key`,
    `${text("entity")} AS entity`,
    `${text("project")} AS project`,
    ...columns.map((field) => d.identifier(field)),
  ];
  return `SELECT ${outer.join(", ")}
FROM (
  SELECT
    ${inner.join(",\n    ")}
  FROM (SELECT CAST(info AS MAP<STRING, VARIANT>) AS info FROM (${asVariant(runs, names)}) AS variants) AS rows_
) AS fields`;
}

/** Steps that `sparkRuns` starts from. */
export function sparkRunsSteps(runs: RunsTable, fields: readonly RunField[]): readonly Cte[] {
  if (runs.format !== "csv") return [];
  return sparkCsv(runs.files, { prefix: "runs_csv", names: columnsOf(fields), required: ["id"] });
}

function columnsOf(fields: readonly RunField[]): string[] {
  return ["entity", "project", "id", ...fields];
}

/** Whatever the table is, its rows as objects, so that a column that isn't there is a missing field. */
function asVariant(runs: RunsTable, names: readonly string[]): string {
  switch (runs.format) {
    case "jsonl":
      return `SELECT parts AS info FROM (${sparkJsonLines(runs.files)}) AS lines`;
    case "parquet":
      return sparkFiles("parquet", runs.files, "to_variant_object(struct(*)) AS info");
    case "csv":
      return `SELECT map(${names.map((name, i) => `${d.text(name)}, CAST(nullif(cell_${i}, '') AS VARIANT)`).join(", ")}) AS info FROM runs_csv_cells`;
    case "table":
      return `SELECT to_variant_object(struct(*)) AS info FROM ${[runs.name]
        .flat()
        .map((part) => d.identifier(part))
        .join(".")}`;
  }
}

/** A field of the row; JSON text in fields that hold lists and objects is read as what it says. */
function fieldVariant(field: string): string {
  const part = `try_element_at(info, '${field}')`;
  if (!NESTED_FIELDS.has(field)) return `CASE WHEN NOT is_variant_null(${part}) THEN ${part} END`;
  const text = d.json.text(part);
  const read = `CASE WHEN ${text} <> '' THEN coalesce(${sparkJsonText(text)}, ${noJson(field, "try_element_at(info, 'id')", text, d)}) END`;
  return `CASE WHEN is_variant_null(${part}) THEN NULL WHEN ${d.json.isText(part)} THEN ${read} ELSE ${part} END`;
}
