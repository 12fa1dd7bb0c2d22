import type { Dialect } from "../dialect.js";
import type { HistoryTable } from "../history-source.js";
import { exportRun } from "./export-name.js";

/** The run that a file's name tells, given what the database calls the file. */
export function runOfFile({ run }: HistoryTable, file: string, d: Dialect): string {
  const path = d.plainPath(file);
  if (run !== "file") {
    const message = `concat(${path}, ${d.text(": the name isn't that of an export, <entity>_<project>_<run>_<i>.runhistory.parquet; say what tells the run")})`;
    return `coalesce(nullif(${exportRun(path, d)}, ''), ${d.fail(message)})`;
  }
  return `regexp_replace(regexp_replace(${path}, ${d.text("(?s)^.*[/\\\\]")}, ''), '[.][^.]*$', '')`;
}
