import { commented, type Query, type Statement, statements } from "../query/cte.js";
import { spark as d } from "../text/spark-dialect.js";

/** A line that ends a statement, which no text and no comment in one can be. */
const END = ";";

/**
 * A query as statements for Spark: what several steps start from is written into `folder`, so that it is worked out
 * once, whatever Spark makes of the rest; then the question.
 */
export function sparkStatements(query: Query, folder: string): string[] {
  return statements(query).flatMap((statement) => written(statement, folder));
}

/** Statements as a script for `spark-sql -f`. */
export function sparkScript(parts: readonly string[]): string {
  return parts.map((part) => `${part}\n${END}\n`).join("\n");
}

function written({ name, comment, sql }: Statement, folder: string): string[] {
  if (name === undefined) return [sql];
  const place = `${folder}/${name}`;
  return [`${commented(comment ?? name)}\n${intoFolder(place, "parquet", sql)}`, filesView(name, place)];
}

/** A view of Parquet files, which Spark looks at once; by a query it would look at them whenever the view is named. */
function filesView(name: string, place: string): string {
  const path = d.text(place);
  return path.startsWith("'")
    ? `CREATE OR REPLACE TEMPORARY VIEW ${name} USING parquet OPTIONS (path ${path})`
    : `CREATE OR REPLACE TEMPORARY VIEW ${name} AS SELECT * FROM parquet.${d.identifier(place)}`;
}

/** A statement that writes a query's rows into a folder of files. */
export function intoFolder(folder: string, format: "parquet" | "json", sql: string): string {
  return `INSERT OVERWRITE DIRECTORY ${d.text(folder)} USING ${format}\n${sql}`;
}
