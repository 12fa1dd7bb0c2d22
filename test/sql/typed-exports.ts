import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

/** Types of the columns of a file, as DuckDB names them; a metric that isn't there is a column less. */
export interface ColumnTypes {
  readonly step?: string;
  readonly timestamp?: string;
  readonly loss?: string;
}

/**
 * A run's history as exports of it would be, one file per run, each with types of its own. The loss of row `i` is
 * `i * 37 % 50`, or what `values` makes of it.
 */
export async function writeTypedExports(
  folder: string,
  types: Readonly<Record<string, ColumnTypes & { readonly value?: string }>>,
): Promise<string[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const files = [];
  for (const [run, { step = "BIGINT", timestamp = "DOUBLE", loss, value }] of Object.entries(types)) {
    const file = path.join(folder, `acme_vision_${run}_0.runhistory.parquet`);
    const isDate = timestamp === "TIMESTAMP" || timestamp === "DATE";
    const seconds = "(1700000000 + i * 7200)";
    const time = `${isDate ? `make_timestamp(${seconds} * 1000000)` : seconds}::${timestamp}`;
    const logged = loss === undefined ? "" : `, (${value ?? "i * 37 % 50"})::${loss} AS loss`;
    await connection.run(
      `COPY (SELECT i::${step} AS _step, ${time} AS _timestamp${logged}, i AS "${run} only", ${run === "a" ? "i" : "'x'"} AS note FROM range(60) t(i)) TO '${file.replaceAll("'", "''")}'`,
    );
    files.push(file);
  }
  connection.closeSync();
  instance.closeSync();
  return files;
}

/** Numbers of every kind, with what else a column may be beside them. */
export const NUMBER_TYPES: Parameters<typeof writeTypedExports>[1] = {
  a: { loss: "DOUBLE", value: "i * 37 % 50 / 8" },
  b: { loss: "BIGINT" },
  c: { loss: "INTEGER", step: "INTEGER", timestamp: "BIGINT" },
  d: { loss: "FLOAT", value: "i * 37 % 50 / 8" },
  e: { loss: "UBIGINT", value: "18446744073709551615 - i" },
  f: { loss: "DECIMAL(10, 2)" },
  g: { loss: "INTEGER", value: "NULL" },
  h: {},
  i: { loss: "SMALLINT", timestamp: "TIMESTAMP" },
  n: { loss: "DOUBLE", timestamp: "DATE" },
};
/** Columns of the same name that log no numbers, or numbers in words. */
export const OTHER_TYPES: Parameters<typeof writeTypedExports>[1] = {
  j: { loss: "VARCHAR", value: "['NaN', 'Infinity', 'oops', '1.5', '-Infinity'][1 + i % 5]" },
  k: { loss: "BOOLEAN", value: "i % 2 = 0" },
  l: { loss: "DOUBLE[]", value: "[i]" },
  m: { loss: "STRUCT(x DOUBLE)", value: "{'x': i}" },
};
