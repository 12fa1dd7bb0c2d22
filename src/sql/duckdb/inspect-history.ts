import type { DuckDBType } from "@duckdb/node-api";
import { HistoryError } from "../../errors/index.js";
import type { ColumnKind, HistoryTable } from "../history-source.js";
import type { InspectedHistory } from "../source/duckdb-rows.js";
import { duckdbTable } from "../source/duckdb-table.js";
import { runColumn } from "../source/run-column.js";
import { checkCsv } from "./check-csv.js";
import type { Database } from "./database.js";
import { CAST_DIGITS, filesByKind } from "./files-by-kind.js";
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
): Promise<InspectedHistory> {
  if (history.format === "jsonl") return history;
  const found = history.columns === undefined ? await withColumns(history, metrics, database) : history;
  if (found.format !== "parquet" || found.steps !== undefined) return found;
  return { ...found, steps: (await stepsAreUnique(found, database)) ? "unique" : "merge" };
}

type ColumnHistory = Exclude<HistoryTable, { format: "jsonl" }>;

async function withColumns(
  history: ColumnHistory,
  metrics: readonly string[],
  database: Database,
): Promise<ColumnHistory & InspectedHistory> {
  if (history.format === "csv") await checkCsv(history, metrics, database);
  const groups = history.format === "parquet" ? await filesByKind(history, metrics, database) : [];
  if (history.format === "table" || groups.length < 2) {
    return { ...history, columns: await readColumns(history, database) };
  }
  const parts = [];
  for (const files of groups) {
    const part = { ...history, files };
    parts.push({ ...part, columns: await readColumns(part, database) });
  }
  return { ...history, parts };
}

/** @throws HistoryError for rows without a step, which nothing puts in order */
async function checkSteps(history: ColumnHistory, database: Database): Promise<void> {
  const { from, column } = duckdbTable(history);
  const rows = await database.all(`SELECT count(*) AS odd FROM ${from} WHERE ${column("_step")} IS NULL`);
  if (Number(rows[0]?.odd) === 0) return;
  throw new HistoryError(`${rows[0]?.odd} rows of the table ${from} have no _step`, {
    hint: "Leave them out with a view, or give the history as files, whose rows are numbered if none has a step.",
  });
}

async function readColumns(history: ColumnHistory, database: Database): Promise<Record<string, ColumnKind>> {
  const { from } = duckdbTable(history);
  const columns = await database.columns(`SELECT * FROM ${from}`);
  const has = (column: string) => columns.some(({ name }) => name === column);
  if (history.format === "table" && has("_step")) await checkSteps(history, database);
  const run = runColumn(history);
  if (run !== undefined && !has(run)) {
    throw new HistoryError(`the history has no column ${JSON.stringify(run)}, which says a row's run`, {
      hint: 'Give run: { column: … }, or run: "file" where each file is a run.',
    });
  }
  return Object.fromEntries(columns.map(({ name, type }) => [name, kindOf(type)]));
}

function kindOf(type: DuckDBType): ColumnKind {
  const name = type.toString();
  if ("width" in type && type.width > CAST_DIGITS) return "decimal";
  if (NUMBERS.test(name)) return "number";
  if (name === "VARCHAR") return "text";
  if (name.startsWith("TIMESTAMP") || name === "DATE") return "time";
  if ("entryNames" in type && "entryTypes" in type) {
    const { entryNames, entryTypes } = type;
    return Object.fromEntries(entryNames.map((entry, i) => [entry, kindOf(entryTypes[i]!)]));
  }
  return "other";
}
