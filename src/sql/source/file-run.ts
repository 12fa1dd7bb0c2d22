import type { Dialect } from "../dialect.js";
import type { HistoryTable } from "../history-source.js";
import { exportRun } from "./export-name.js";

/** The run that a file's name tells, given what the database calls the file; an error where it tells none. */
export function runOfFile(history: HistoryTable, file: string, d: Dialect): string {
  const run = namedRun(history, file, d);
  if (history.run === "file") return run;
  const message = `concat(${d.plainPath(file)}, ${d.text(": the name isn't that of an export, <entity>_<project>_<run>_<i>.runhistory.parquet; say what tells the run")})`;
  return `coalesce(nullif(${run}, ''), ${d.fail(message)})`;
}

/** The same where names have been looked at, or will be; an empty text where one tells no run. */
export function namedRun({ run }: HistoryTable, file: string, d: Dialect): string {
  const path = d.plainPath(file);
  if (run !== "file") return exportRun(path, d);
  return `regexp_replace(regexp_replace(${path}, ${d.text("(?s)^.*[/\\\\]")}, ''), '[.][^.]*$', '')`;
}
