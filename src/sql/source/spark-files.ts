import { spark as d } from "../text/spark-dialect.js";

/** A query of files in a format that Spark reads by path, with hidden columns that tell file and place. */
export function sparkFiles(
  format: "parquet" | "text" | "binaryFile",
  files: string | readonly string[],
  columns: string,
): string {
  return [files]
    .flat()
    .map((file) => `SELECT ${columns} FROM ${format}.${d.identifier(file)}`)
    .join(" UNION ALL ");
}

/** A query of the names of files, `(file)`, which are listed and not read; in one part, as they are few. */
export function sparkFileNames(files: string | readonly string[]): string {
  const names = sparkFiles("binaryFile", files, "_metadata.file_name AS file");
  return `SELECT /*+ REPARTITION(1) */ file FROM (${names}) AS files`;
}
