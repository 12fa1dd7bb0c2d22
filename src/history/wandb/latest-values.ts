import { setOwn } from "../own-property.js";
import { type ReportValue, readValue, reportValue } from "./history-record.js";
import type { ProtoReader } from "./proto-reader.js";
import { isDigit, jsonValueAt, type RecordItem } from "./record-item.js";

/** Where a value's JSON text is. */
interface Place {
  bytes: Buffer;
  start: number;
  end: number;
}

/**
 * A run's summary while a file is read. The SDK writes a summary for almost every row, and only each key's
 * last value matters, so numbers stay bytes until the file's window is left: decoding them all would cost as
 * much as decoding the rows.
 */
export class LatestValues {
  readonly values: Record<string, unknown> = {};
  readonly #places = new Map<string, Place>();

  /** Takes the item that was just read. */
  update(reader: ProtoReader, item: RecordItem, report: ReportValue): void {
    const { jsonStart: start, jsonEnd: end } = item;
    if (item.path === undefined && end > start && isDigit(reader.bytes[end - 1])) {
      const place = this.#places.get(item.key);
      if (place === undefined) {
        this.#places.set(item.key, { bytes: reader.bytes, start, end });
      } else {
        place.bytes = reader.bytes;
        place.start = start;
        place.end = end;
      }
      return;
    }
    this.#settleKey(item.key, report);
    const value = readValue(reader, item, report);
    if (value !== undefined) item.assign(this.values, value);
  }

  remove(item: RecordItem, report: ReportValue): void {
    this.#settleKey(item.key, report);
    item.remove(this.values);
  }

  /** Decodes what is still bytes: before the window's memory is used again. */
  settle(report: ReportValue): void {
    for (const key of this.#places.keys()) this.#settleKey(key, report);
  }

  #settleKey(key: string, report: ReportValue): void {
    const place = this.#places.get(key);
    if (place === undefined) return;
    this.#places.delete(key);
    try {
      setOwn(this.values, key, jsonValueAt(place.bytes, place.start, place.end));
    } catch (error) {
      reportValue(error, key, report);
    }
  }
}
