import type { DuckDBType } from "@duckdb/node-api";
import { HistoryError } from "../../errors/index.js";
import type { ColumnKind, HistoryTable } from "../history-source.js";
import { duckdbFiledRows, type InspectedHistory } from "../source/duckdb-rows.js";
import { duckdbTable } from "../source/duckdb-table.js";
import { RUN_HINT, runColumn } from "../source/run-column.js";
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
  if (found.format === "table") await checkSteps(found, database);
  if (found.format !== "parquet" || found.steps !== undefined) return found;
  return { ...found, steps: (await stepsAreUnique(found, database)) ? "unique" : "merge" };
}

type InspectedTable = InspectedHistory & { readonly format: "table" };
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

/**
 * Looks at a table's steps. That each comes once is a promise where `steps` says so; it takes a pass to find out.
 *
 * @throws HistoryError for rows that nothing puts in order: without a whole step, or several of one step
 */
async function checkSteps(history: InspectedTable, database: Database): Promise<void> {
  const looked = history.steps === "unique" ? "WHERE step IS NULL" : "";
  const [odd] = await database.all(`SELECT run, step, count(*) AS times
FROM (${duckdbFiledRows(history, [], true)}) ${looked}
GROUP BY run, step
HAVING step IS NULL OR times > 1
ORDER BY step NULLS FIRST, run
LIMIT 1`);
  if (odd === undefined) return;
  const rows = Number(odd.times) === 1 ? "1 row" : `${odd.times} rows`;
  const place = `the run ${odd.run} in the table ${duckdbTable(history).from}`;
  if (odd.step === null) {
    throw new HistoryError(`${rows} of ${place} without a whole number as _step`, {
      hint: "Leave them out with a view, or give the history as files, whose rows are numbered if none has a step.",
    });
  }
  throw new HistoryError(`${rows} of step ${odd.step} of ${place}, where each step comes once`, {
    hint: "Make one row of them with a view, or give the history as files, whose rows are merged.",
  });
}

async function readColumns(history: ColumnHistory, database: Database): Promise<Record<string, ColumnKind>> {
  const { from } = duckdbTable(history);
  const columns = await database.columns(`SELECT * FROM ${from}`);
  const has = (column: string) => columns.some(({ name }) => name === column);
  const run = runColumn(history);
  if (run !== undefined && !has(run)) {
    throw new HistoryError(`the history has no column ${JSON.stringify(run)}, which says a row's run`, {
      hint: RUN_HINT,
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
