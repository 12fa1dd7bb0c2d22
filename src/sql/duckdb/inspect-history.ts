import type { DuckDBType } from "@duckdb/node-api";
import type { ColumnKind, HistoryTable } from "../history-source.js";
import { duckdbFiles, duckdbTable } from "../source/duckdb-table.js";
import { duckdb as d } from "../text/duckdb-dialect.js";
import { checkCsv } from "./check-csv.js";
import { checkSpelling } from "./check-spelling.js";
import type { Database } from "./database.js";
import { stepsAreUnique } from "./step-order.js";

const NUMBERS = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*)$/;

/**
 * A history with what the database says of it: its columns, and for Parquet files whether every step comes once, so
 * that nothing has to be merged.
 *
 * @throws HistoryError when there are no such files, or DuckDB can't tell the columns apart
 */
export async function inspectHistory(
  history: HistoryTable,
  metrics: readonly string[],
  database: Database,
): Promise<HistoryTable> {
  if (history.format === "jsonl") return history;
  const columns = history.columns ?? (await readColumns(history, metrics, database));
  const found = { ...history, columns };
  if (found.format !== "parquet" || found.steps !== undefined) return found;
  return { ...found, steps: (await stepsAreUnique(found, database)) ? "unique" : "merge" };
}

async function readColumns(
  history: Exclude<HistoryTable, { format: "jsonl" }>,
  metrics: readonly string[],
  database: Database,
): Promise<Record<string, ColumnKind>> {
  if (history.format === "csv") await checkCsv(history, metrics, database);
  const { from } = duckdbTable(history);
  const columns = await database.columns(`SELECT * FROM ${from}`);
  if (history.format === "parquet") await checkParquet(history.files, metrics, database);
  return Object.fromEntries(columns.map(({ name, type }) => [name, kindOf(type)]));
}

function kindOf(type: DuckDBType): ColumnKind {
  const name = type.toString();
  if (NUMBERS.test(name)) return "number";
  if (name === "VARCHAR") return "text";
  if (name.startsWith("TIMESTAMP")) return "time";
  if ("entryNames" in type && "entryTypes" in type) {
    const { entryNames, entryTypes } = type;
    return Object.fromEntries(entryNames.map((entry, i) => [entry, kindOf(entryTypes[i]!)]));
  }
  return "other";
}

/** The names of Parquet files' columns that are wanted, in any case. */
async function checkParquet(
  files: string | readonly string[],
  metrics: readonly string[],
  database: Database,
): Promise<void> {
  const wanted = ["_step", "_timestamp", ...metrics.flatMap((name) => [name, ...name.split(".")])];
  const list = wanted.map((name) => `lower(${d.text(name)})`).join(", ");
  const rows = await database.all(
    `SELECT DISTINCT name FROM parquet_schema(${duckdbFiles(files)}) WHERE lower(name) IN (${list})`,
  );
  checkSpelling(
    rows.map(({ name }) => String(name)),
    wanted,
  );
}
