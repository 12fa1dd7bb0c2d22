import { StepMerger } from "../merge-steps.js";
import { setOwn } from "../own-property.js";
import type { HistoryRow, HistoryWarning } from "../run-history.js";
import { StepNumbers } from "../step-numbers.js";
import type { ParquetFile } from "./parquet-file.js";
import type { RowGroup } from "./parquet-layout.js";
import { PieceColumn } from "./piece-column.js";

/** Rows from `start` up to but not including `end`. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** A partition of a run, and which of its rows are the run's, if not all of them. */
export interface ParquetPart {
  readonly file: ParquetFile;
  readonly ranges?: readonly RowRange[];
}

/** Columns of some rows, each as long as there are rows. Valid until the next piece. */
export interface ParquetPiece extends RowRange {
  readonly data: readonly PieceColumn[];
}

/** What is decoded at a time, in bytes: row groups of any size fit into little memory. */
const PIECE_BYTES = 2 ** 25;

/** Rows in a list: so few that they are no burden while they wait. */
const LIST_ROWS = 1024;

/**
 * One run's rows in lists, its partitions one after the other. A null is no value and isn't in the row. Of
 * partitions only the columns asked for are decoded.
 */
export async function* parquetRowLists(
  parts: readonly ParquetPart[],
  wanted: (column: string) => boolean,
  report: (warning: HistoryWarning) => void,
): AsyncGenerator<readonly HistoryRow[]> {
  let file = "";
  const reportRow = (warning: HistoryWarning) => report({ ...warning, file });
  const numbers = new StepNumbers(reportRow);
  const merger = new StepMerger(reportRow);
  let list: HistoryRow[] = [];
  for (const part of parts) {
    file = part.file.path;
    const columns = part.file.columns.filter(wanted);
    for await (const piece of parquetPieces(part, columns, reportRow)) {
      for (const { start, end } of overlaps(part.ranges, piece)) {
        for (let at = start - piece.start; at < end - piece.start; at++) {
          const row = rowAt(columns, piece.data, at);
          numbers.number(row);
          const done = merger.push(row);
          if (done !== undefined) list.push(done);
          if (list.length < LIST_ROWS) continue;
          yield list;
          list = [];
        }
      }
    }
  }
  const last = merger.end();
  if (last !== undefined) list.push(last);
  yield list;
}

/** The same one by one. */
export async function* parquetRows(
  parts: readonly ParquetPart[],
  wanted: (column: string) => boolean,
  report: (warning: HistoryWarning) => void,
): AsyncGenerator<HistoryRow> {
  for await (const list of parquetRowLists(parts, wanted, report)) for (const row of list) yield row;
}

/**
 * A partition's rows, those of the run, row group by row group and large ones piece by piece. What can't be decoded is
 * reported and left out, with the rest of its group.
 */
export async function* parquetPieces(
  { file, ranges }: ParquetPart,
  columns: readonly string[],
  report: (warning: HistoryWarning) => void,
): AsyncGenerator<ParquetPiece> {
  // Where no column is asked for, one tells that the rows are there.
  const decoded = columns.length > 0 ? columns : file.columns.slice(0, 1);
  if (decoded.length === 0) return;
  const most = Math.max(1, Math.floor(PIECE_BYTES / Math.max(1, file.rowBytes(decoded))));
  const data = decoded.map(() => new PieceColumn());
  for (const group of file.groups) {
    for (let { start } = group; start < group.end; start += most) {
      const rows = { start, end: Math.min(group.end, start + most) };
      if (overlaps(ranges, rows).next().done) continue;
      const problem = await readPiece(file, group, decoded, rows, data);
      if (problem !== undefined) {
        report(unreadable(start, group.end, problem));
        break;
      }
      yield { ...rows, data };
    }
  }
}

/**
 * Fills `data`, one column after the other: their bytes, and what is made of them on the way, needn't be there all at
 * once. Gives what is wrong with them, if anything is.
 */
async function readPiece(
  file: ParquetFile,
  group: RowGroup,
  columns: readonly string[],
  { start, end }: RowRange,
  data: readonly PieceColumn[],
): Promise<string | undefined> {
  try {
    for (const [i, column] of columns.entries()) {
      data[i]!.take(await file.read(column, group, start, end));
      if (data[i]!.length !== end - start) return "columns differ in length";
    }
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
}

function unreadable(start: number, end: number, problem: string): HistoryWarning {
  return {
    code: "damaged",
    message: `rows ${start} to ${end - 1} can't be decoded and were skipped: ${problem}`,
  };
}

/** What ranges and a piece have in common. */
function* overlaps(ranges: readonly RowRange[] | undefined, piece: RowRange): Generator<RowRange> {
  if (ranges === undefined) {
    yield piece;
    return;
  }
  for (const range of ranges) {
    if (range.start >= piece.end) return;
    if (range.end > piece.start) {
      yield { start: Math.max(range.start, piece.start), end: Math.min(range.end, piece.end) };
    }
  }
}

function rowAt(
  columns: readonly string[],
  data: readonly PieceColumn[],
  at: number,
): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (let i = 0; i < columns.length; i++) {
    const value = data[i]!.at(at);
    if (value === undefined || value === null) continue;
    setOwn(row, columns[i]!, value);
  }
  return row;
}
