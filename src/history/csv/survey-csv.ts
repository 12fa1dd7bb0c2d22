import { HistoryError } from "../../errors/index.js";
import type { ByteSource } from "../byte-source.js";
import type { HistoryWarning, RunInfo } from "../run-history.js";
import { cellValue } from "./cell-value.js";
import { type CsvColumns, type CsvLayout, csvLayout } from "./csv-layout.js";
import { type CsvRange, type CsvRecord, csvRecords } from "./csv-records.js";

/** One run of a CSV file: its columns, and where its rows are if they aren't everywhere. */
export interface CsvRun {
  readonly info: Partial<RunInfo>;
  readonly columns: CsvColumns;
  readonly ranges?: readonly CsvRange[];
}

/** What a CSV file holds. */
export interface CsvSurvey {
  readonly chart: boolean;
  /** How many cells a record has. */
  readonly width: number;
  readonly runs: readonly CsvRun[];
}

/** No decoder of text gives these characters for what was text. */
const NOT_TEXT = /[\0\uFFFD]/;

/**
 * Reads a CSV file's header, and, if there is a column that tells the run, where each run's rows are.
 *
 * @throws HistoryError if this is no history
 */
export async function surveyCsv(
  source: ByteSource,
  runKey: string | false | undefined,
  report: (warning: HistoryWarning) => void,
): Promise<CsvSurvey> {
  const records = csvRecords(source, report);
  const header = (await records.next()).value as CsvRecord | undefined;
  if (header === undefined) throw new HistoryError("the file is empty", source.place);
  if (header.cells.some((cell) => NOT_TEXT.test(cell))) {
    throw new HistoryError("this is no text", { ...source.place, line: 1 });
  }
  const width = header.cells.length;
  const layout = csvLayout(header.cells, runKey, report);
  const index = new RunIndex(layout.runColumn, header, report);
  let first: CsvRecord | undefined;
  for await (const record of records) {
    first ??= record;
    if (layout.runColumn === undefined) break;
    if (record.cells.length === width) index.add(record);
    else report(wrongWidth(record, width));
  }
  checkHistory(layout, runKey, first, source);
  const table = layout.runs[0]!;
  const runs =
    layout.runColumn === undefined
      ? layout.runs.map((columns) => ({ info: nameInfo(columns), columns }))
      : [...index.runs].map(([id, ranges]) => ({ info: { id }, columns: table, ranges }));
  return { chart: layout.chart, width, runs };
}

/** A record that isn't as wide as the header: something was cut or damaged. */
export function wrongWidth({ cells, line }: CsvRecord, width: number): HistoryWarning {
  const message = `the line has ${cells.length} cells instead of the header's ${width}; it was skipped`;
  return { code: "damaged", line, message };
}

function nameInfo({ name }: CsvColumns): Partial<RunInfo> {
  return name === undefined ? {} : { id: name, displayName: name };
}

function checkHistory(
  { chart, runs, runColumn }: CsvLayout,
  runKey: string | false | undefined,
  first: CsvRecord | undefined,
  source: ByteSource,
): void {
  if (typeof runKey === "string" && runColumn === undefined) {
    throw new HistoryError(`there is no column ${JSON.stringify(runKey)}`, { ...source.place, line: 1 });
  }
  if (chart || runs[0]?.step !== undefined) return;
  if (first?.cells.some((cell) => !["string", "undefined"].includes(typeof cellValue(cell)))) return;
  throw new HistoryError("there is neither a column of steps nor a number", {
    ...source.place,
    line: 1,
    hint: 'A history in CSV has a column "_step", or is the export of a line plot in W&B.',
  });
}

/** Where each run's records are, those that follow each other together. */
class RunIndex {
  readonly runs = new Map<string, { start: number; end: number; line: number }[]>();
  readonly #column: number | undefined;
  readonly #report: (warning: HistoryWarning) => void;
  #before: { readonly line: number; readonly end: number };
  #last = "";

  constructor(column: number | undefined, header: CsvRecord, report: (warning: HistoryWarning) => void) {
    this.#column = column;
    this.#before = header;
    this.#report = report;
  }

  add(record: CsvRecord): void {
    const before = this.#before;
    this.#before = record;
    const id = record.cells[this.#column!]!.trim();
    if (id === "") {
      this.#last = "";
      this.#report({
        code: "damaged",
        line: record.line,
        message: "the row doesn't tell its run; it was skipped",
      });
      return;
    }
    const ranges = this.runs.get(id) ?? [];
    if (ranges.length === 0) this.runs.set(id, ranges);
    const range = this.#last === id ? ranges.at(-1) : undefined;
    if (range === undefined) ranges.push({ start: before.end, end: record.end, line: before.line });
    else range.end = record.end;
    this.#last = id;
  }
}
