import type { Dialect } from "../dialect.js";
import type { HistoryTable } from "../history-source.js";
import { runOfFile } from "./file-run.js";
import { runColumn } from "./run-column.js";

/** What a dialect knows of a line besides what is in it. */
export interface JsonLine {
  /** The name or path of its file. */
  readonly file: string;
  /** The text or the number under a key, as text; null where there is none. */
  textAt(key: string): string;
}

/** The run that a line belongs to. A line that doesn't say it, where lines have to, ends the query. */
export function jsonRun(history: HistoryTable, line: JsonLine, d: Dialect): string {
  const told = runColumn(history);
  if (told === undefined) return runOfFile(history, line.file, d);
  const message = d.text(`a line has no ${JSON.stringify(told)} that says its run`);
  return `coalesce(nullif(${line.textAt(told)}, ''), ${d.fail(message)})`;
}
