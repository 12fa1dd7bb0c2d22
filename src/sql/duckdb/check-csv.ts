import { HistoryError } from "../../errors/index.js";
import type { HistoryTable } from "../history-source.js";
import { duckdbCsv, duckdbFiles } from "../source/duckdb-table.js";
import { RUN_HINT, runColumn } from "../source/run-column.js";
import { checkSpelling } from "./check-spelling.js";
import type { Database } from "./database.js";

const NO_STEPS = "Every row needs the step it was logged at; dryRun() and readCsvFile() number rows without.";

type CsvHistory = HistoryTable & { readonly format: "parquet" | "csv" };

/**
 * Looks at every file's header, of which DuckDB makes names that are no longer those in the file: of two that differ in
 * case one becomes another name, and a file that lacks a column goes unnoticed.
 *
 * @throws HistoryError naming the file and what is wrong with it
 */
export async function checkCsv(
  history: CsvHistory,
  metrics: readonly string[],
  database: Database,
): Promise<void> {
  const run = runColumn(history);
  const required = ["_step", ...(run === undefined ? [] : [run])];
  const found = await database.all(`SELECT file FROM glob(${duckdbFiles(history.files)}) ORDER BY file`);
  const headers = new Set<string>();
  for (const file of found.map((row) => String(row.file))) {
    const header = await readHeader(file, database);
    for (const name of header) {
      headers.add(name);
      if (name === name.trim()) continue;
      throw new HistoryError(`the column ${JSON.stringify(name)} has blanks around its name`, {
        file,
        hint: "Take them out of the header; dryRun() and readCsvFile() read it as it is.",
      });
    }
    const missing = required.find((name) => !header.includes(name));
    if (missing === undefined) continue;
    throw new HistoryError(`there is no column ${JSON.stringify(missing)}`, {
      file,
      hint: missing === run ? RUN_HINT : NO_STEPS,
    });
  }
  checkSpelling(headers, [...required, "_timestamp", ...metrics]);
}

async function readHeader(file: string, database: Database): Promise<string[]> {
  // As JSON, because texts that begin with a byte order mark lose it on their way.
  const read = `SELECT to_json(cells) AS cells FROM (SELECT * FROM ${duckdbCsv(file, "header = false")} LIMIT 1) AS cells`;
  const rows = await database.all(read).catch((cause: Error) => {
    if (!(cause instanceof HistoryError)) throw cause;
    throw new HistoryError(
      `this is no CSV file whose lines have as many cells as its header: ${cause.message}`,
      {
        file,
        cause,
      },
    );
  });
  if (rows[0] === undefined) throw new HistoryError("the file is empty", { file });
  const cells = JSON.parse(String(rows[0].cells)) as Readonly<Record<string, string | null>>;
  return Object.values(cells).map((name) => name ?? "");
}
