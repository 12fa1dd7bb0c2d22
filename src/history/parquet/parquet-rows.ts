import type { ParquetScan } from "hyparquet";
import { StepMerger } from "../merge-steps.js";
import { setOwn } from "../own-property.js";
import type { HistoryRow, HistoryWarning } from "../run-history.js";
import { StepNumbers } from "../step-numbers.js";
import type { ParquetFile } from "./parquet-file.js";

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

/** A group's columns, as long as the group has rows. */
export interface ParquetGroup extends RowRange {
  readonly data: readonly ArrayLike<unknown>[];
}

/**
 * One run's rows, its partitions one after the other. A null is no value and isn't in the row. Partitions are
 * read by row groups, of which only the columns asked for are decoded.
 */
export async function* parquetRows(
  parts: readonly ParquetPart[],
  wanted: (column: string) => boolean,
  report: (warning: HistoryWarning) => void,
): AsyncGenerator<HistoryRow> {
  let file = "";
  const reportRow = (warning: HistoryWarning) => report({ ...warning, file });
  const numbers = new StepNumbers(reportRow);
  const merger = new StepMerger(reportRow);
  for (const part of parts) {
    file = part.file.path;
    const columns = part.file.columns.filter(wanted);
    for await (const group of parquetGroups(part, columns, reportRow)) {
      for (const { start, end } of overlaps(part.ranges, group)) {
        for (let at = start - group.start; at < end - group.start; at++) {
          const row = rowAt(columns, group.data, at);
          numbers.number(row);
          const done = merger.push(row);
          if (done !== undefined) yield done;
        }
      }
    }
  }
  const last = merger.end();
  if (last !== undefined) yield last;
}

/**
 * A partition's row groups, those that hold rows of the run. One that can't be decoded is reported and left
 * out.
 */
export async function* parquetGroups(
  { file, ranges }: ParquetPart,
  columns: readonly string[],
  report: (warning: HistoryWarning) => void,
): AsyncGenerator<ParquetGroup> {
  if (columns.length === 0) return;
  const scan = await file.scan(columns);
  for (const { rowStart, rowEnd } of scan.ranges) {
    const group = { start: rowStart, end: rowEnd };
    if (overlaps(ranges, group).next().done) continue;
    const data = await readGroup(scan, columns, group, report);
    if (data !== undefined) yield { ...group, data };
  }
}

async function readGroup(
  scan: ParquetScan,
  columns: readonly string[],
  { start, end }: RowRange,
  report: (warning: HistoryWarning) => void,
): Promise<readonly ArrayLike<unknown>[] | undefined> {
  try {
    const read = columns.map((column) => scan.readColumn({ column, rowStart: start, rowEnd: end }));
    const data = await Promise.all(read);
    if (data.every((column) => column.length === end - start)) return data;
    report(unreadable(start, end, "columns differ in length"));
  } catch (error) {
    report(unreadable(start, end, (error as Error).message));
  }
  return undefined;
}

function unreadable(start: number, end: number, problem: string): HistoryWarning {
  return {
    code: "damaged",
    message: `rows ${start} to ${end - 1} can't be decoded and were skipped: ${problem}`,
  };
}

/** What ranges and a group have in common. */
function* overlaps(ranges: readonly RowRange[] | undefined, group: RowRange): Generator<RowRange> {
  if (ranges === undefined) {
    yield group;
    return;
  }
  for (const range of ranges) {
    if (range.start >= group.end) return;
    if (range.end > group.start) {
      yield { start: Math.max(range.start, group.start), end: Math.min(range.end, group.end) };
    }
  }
}

function rowAt(
  columns: readonly string[],
  data: readonly ArrayLike<unknown>[],
  at: number,
): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (let i = 0; i < columns.length; i++) {
    const value = plainValue(columns[i]!, data[i]![at]);
    if (value !== undefined && value !== null) setOwn(row, columns[i]!, value);
  }
  return row;
}

/** 64-bit integers as numbers where these hold them exactly, times in seconds. */
function plainValue(column: string, value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  return value instanceof Date && column === "_timestamp" ? value.getTime() / 1000 : value;
}
