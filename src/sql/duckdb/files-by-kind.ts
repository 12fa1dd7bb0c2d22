import type { HistoryTable } from "../history-source.js";
import { duckdbFiles } from "../source/duckdb-table.js";
import { duckdb as d } from "../text/duckdb-dialect.js";
import { checkSpelling } from "./check-spelling.js";
import type { Database } from "./database.js";

/** Decimals of more digits are rounded twice by DuckDB's cast to doubles. */
export const CAST_DIGITS = 15;

/** What a Parquet column is to a history: numbers of all types are alike, but for such decimals. */
const KIND = `CASE
  WHEN converted_type = 'DECIMAL' AND precision > ${CAST_DIGITS} THEN concat('decimal ', precision, ' ', scale)
  WHEN converted_type = 'DATE' OR converted_type LIKE 'TIMESTAMP%' OR logical_type LIKE 'Timestamp%' OR type = 'INT96' THEN 'time'
  WHEN converted_type = 'UTF8' OR logical_type LIKE 'String%' THEN 'text'
  WHEN type IN ('INT32', 'INT64', 'FLOAT', 'DOUBLE') AND coalesce(converted_type, '') NOT IN ('TIME_MILLIS', 'TIME_MICROS')
    OR converted_type = 'DECIMAL' THEN 'number'
  ELSE concat('other ', type, ' ', converted_type)
END`;

/**
 * Parquet files in groups within which columns that are read are of one kind.
 *
 * @throws HistoryError naming columns that DuckDB can't tell apart
 */
export async function filesByKind(
  { files }: HistoryTable & { readonly format: "parquet" | "csv" },
  metrics: readonly string[],
  database: Database,
): Promise<readonly string[][]> {
  const wanted = ["_step", "_timestamp", ...metrics.flatMap((name) => [name, ...name.split(".")])];
  const names = wanted.map((name) => `lower(${d.text(name)})`).join(", ");
  const rows = await database.all(`SELECT list(file_name ORDER BY file_name) AS files, kinds
FROM (
  SELECT file_name, list({'name': name, 'kind': ${KIND}} ORDER BY name) FILTER (lower(name) IN (${names})) AS kinds
  FROM parquet_schema(${duckdbFiles(files)})
  GROUP BY file_name
)
GROUP BY kinds
ORDER BY kinds`);
  const groups = rows.map((row) => ({
    files: row.files as string[],
    kinds: (row.kinds ?? []) as { name: string; kind: string }[],
  }));
  checkSpelling(
    groups.flatMap(({ kinds }) => kinds.map(({ name }) => name)),
    wanted,
  );
  // A column that some files lack makes no difference, so files go together unless a kind says otherwise.
  const parts: { files: string[]; kinds: Map<string, string> }[] = [];
  for (const group of groups) {
    const fits = parts.find(({ kinds }) =>
      group.kinds.every(({ name, kind }) => (kinds.get(name) ?? kind) === kind),
    );
    const part = fits ?? { files: [], kinds: new Map<string, string>() };
    if (fits === undefined) parts.push(part);
    part.files.push(...group.files);
    for (const { name, kind } of group.kinds) part.kinds.set(name, kind);
  }
  return parts.map((part) => part.files.sort());
}
