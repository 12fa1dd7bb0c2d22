import type { Dialect } from "../dialect.js";
import type { HistoryTable } from "../history-source.js";
import { exportRun } from "./export-name.js";

/** What a dialect knows of a line besides what is in it. */
export interface JsonLine {
  /** The name or path of its file, and the name without its ending. */
  readonly file: string;
  readonly stem: string;
  /** The text under a key; null where there is none. */
  textAt(key: string): string;
  /** The function that ends a query with a message. */
  readonly fail: string;
}

/** The run that a line belongs to. A line that doesn't say it, where lines have to, ends the query. */
export function jsonRun({ run = { column: "run" } }: HistoryTable, line: JsonLine, d: Dialect): string {
  if (run === "file") return line.stem;
  if (run === "export") return exportRun(line.file, d);
  const message = d.text(`a line has no ${JSON.stringify(run.column)} that says its run`);
  return `coalesce(${line.textAt(run.column)}, ${line.fail}(${message}))`;
}
