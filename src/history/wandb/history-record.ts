import type { HistoryRow } from "../run-history.js";
import type { ProtoReader } from "./proto-reader.js";
import type { RecordItem } from "./record-item.js";

/** Told of a value that can't be read; it is left out of its row. */
export type ReportValue = (key: string, problem: string) => void;

/** Reads the HistoryRecord at hand: the items, with the step from its own field if no item has it. */
export function readHistoryRecord(reader: ProtoReader, item: RecordItem, report: ReportValue): HistoryRow {
  const row: Record<string, unknown> = {};
  let step: number | bigint | undefined;
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) readItemInto(row, reader, item, report);
    else if (reader.field === 2) step = readFirstInteger(reader);
    else reader.skip();
  }
  reader.leave(outer);
  if (step !== undefined && !Object.hasOwn(row, "_step")) row._step = step;
  return row;
}

/** Reads the StatsRecord at hand: system metrics, with the time as `_timestamp` in seconds. */
export function readStatsRecord(reader: ProtoReader, item: RecordItem, report: ReportValue): HistoryRow {
  const row: Record<string, unknown> = {};
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 2) row._timestamp = readTimestamp(reader);
    else if (reader.field === 3) readItemInto(row, reader, item, report);
    else reader.skip();
  }
  reader.leave(outer);
  return row;
}

/** Reads the Timestamp at hand: seconds since the epoch. */
export function readTimestamp(reader: ProtoReader): number {
  let seconds = 0;
  let nanos = 0;
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) seconds = Number(reader.int64());
    else if (reader.field === 2) nanos = Number(reader.int64());
    else reader.skip();
  }
  reader.leave(outer);
  return seconds + nanos / 1e9;
}

/** HistoryStep, whose field 1 is the number; protobuf leaves out a zero. */
function readFirstInteger(reader: ProtoReader): number | bigint {
  let value: number | bigint = 0;
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) value = reader.int64();
    else reader.skip();
  }
  reader.leave(outer);
  return value;
}

/** Reads the item at hand into `row`, or reports that its value can't be read. */
export function readItemInto(
  row: Record<string, unknown>,
  reader: ProtoReader,
  item: RecordItem,
  report: ReportValue,
): void {
  item.read(reader);
  const value = readValue(reader, item, report);
  if (value !== undefined) item.assign(row, value);
}

/** The value of the item that was just read; undefined if it has none or if it was reported. */
export function readValue(reader: ProtoReader, item: RecordItem, report: ReportValue): unknown {
  try {
    return item.value(reader.bytes);
  } catch (error) {
    reportValue(error, (item.path ?? [item.key]).join("."), report);
    return undefined;
  }
}

/** Reports a value that isn't JSON; any other error is none of a value's. */
export function reportValue(error: unknown, key: string, report: ReportValue): void {
  if (!(error instanceof SyntaxError)) throw error;
  report(key, error.message);
}
