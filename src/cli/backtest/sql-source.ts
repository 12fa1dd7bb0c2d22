import { type HistoryFormat, historyFormat } from "../../history/find-files.js";
import type { BacktestSource, HistoryTable, RunKey, RunsTable } from "../../sql/history-source.js";
import { usageError } from "../usage-error.js";

type TableFormat = "parquet" | "jsonl" | "csv";

/** Exports tell the run by their names, which end so. */
const EXPORT = /[.]runhistory[.]parquet$/;

/**
 * Files as a source for a database.
 *
 * @param runKey what tells a row's run: by default the name of an export, else the column or key `run`
 * @throws AutomationsError `USAGE` for files that databases can't read, or of several formats
 */
export function sqlSource(
  history: readonly string[],
  runs: readonly string[] | undefined,
  runKey: RunKey | undefined,
): BacktestSource {
  return { history: historyTable(history, runKey), ...(runs === undefined ? {} : { runs: runsTable(runs) }) };
}

function historyTable(files: readonly string[], runKey: RunKey | undefined): HistoryTable {
  const format = formatOf("--history", files);
  const exports = format === "parquet" && files.every((file) => EXPORT.test(file));
  return { format, files, run: runKey ?? (exports ? "export" : { column: "run" }) };
}

function runsTable(files: readonly string[]): RunsTable {
  return { format: formatOf("--runs", files), files };
}

function formatOf(flag: string, files: readonly string[]): TableFormat {
  const formats = new Set<HistoryFormat>(files.map(historyFormat));
  const [format] = formats;
  if (formats.size === 1 && (format === "parquet" || format === "jsonl" || format === "csv")) return format;
  throw usageError(
    `${flag} names ${[...formats].join(", ")} files; a database reads Parquet, JSONL or CSV files, one format at a time.`,
    "Leave --engine out to read the others.",
  );
}
