import type { Dialect } from "../dialect.js";
import type { HistoryTable } from "../history-source.js";
import { exportRun } from "./export-name.js";

/** The run that a file's name tells, given what the database calls the file. */
export function runOfFile({ run }: HistoryTable, file: string, d: Dialect): string {
  const path = d.plainPath(file);
  if (run !== "file") return exportRun(path, d);
  return `regexp_replace(regexp_replace(${path}, ${d.text("(?s)^.*[/\\\\]")}, ''), '[.][^.]*$', '')`;
}
