import type { HistoryTable } from "../history-source.js";

/** The column or key that tells a row's run; undefined where its file does. */
export function runColumn({ run, format }: HistoryTable): string | undefined {
  if (typeof run === "string" || (run === undefined && format === "parquet")) return undefined;
  return run?.column ?? "run";
}

/** What to do where rows or names of files don't tell their run. */
export const RUN_HINT =
  'Say what tells the run: run: { column: "…" }, or run: "file" where each file is one. On the command line: --run-key column=… or --run-key file.';

/** Whether a message of a query is about that. */
export function tellsNoRun(message: string): boolean {
  return /(says its run|what tells the run)$/.test(message);
}
