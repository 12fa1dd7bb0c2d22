import type { HistoryTable } from "../history-source.js";

/** The column or key that tells a row's run; undefined where its file does. */
export function runColumn({ run, format }: HistoryTable): string | undefined {
  if (typeof run === "string" || (run === undefined && format === "parquet")) return undefined;
  return run?.column ?? "run";
}
