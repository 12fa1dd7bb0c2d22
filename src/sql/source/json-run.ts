import type { Dialect } from "../dialect.js";
import type { HistoryTable } from "../history-source.js";
import { runOfFile } from "./file-run.js";
import type { JsonReads } from "./json-rows.js";
import { runColumn } from "./run-column.js";

/**
 * The run that a line belongs to: a text, or a whole number, however it is spelled. A line that doesn't say it, where
 * lines have to, ends the query.
 *
 * @param file the name or path of the line's file
 */
export function jsonRun(history: HistoryTable, file: string, reads: JsonReads, d: Dialect): string {
  const told = runColumn(history);
  if (told === undefined) return runOfFile(history, file, d);
  const { text, isNumber, number } = reads.at([told]);
  const whole = `${number} = ${d.whole(number)} AND abs(${number}) <= ${d.double(Number.MAX_SAFE_INTEGER)}`;
  const numbered = `CASE WHEN ${isNumber} AND ${whole} THEN ${d.asText(d.asLong(number))} END`;
  const message = `concat(${d.plainPath(file)}, ${d.text(`: a line has no ${JSON.stringify(told)} that says its run`)})`;
  return `coalesce(nullif(${text}, ''), ${numbered}, ${d.fail(message)})`;
}

/** The error of a line that holds no object, or not only one. */
export function noRow(file: string, line: string, d: Dialect): string {
  return d.fail(
    `concat(${d.plainPath(file)}, ${d.text(": a line is no row of JSON: ")}, left(${line}, 100))`,
  );
}
