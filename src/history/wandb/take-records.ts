import type { HistoryWarning } from "../run-history.js";
import type { ReportValue } from "./history-record.js";
import type { TakeRecord } from "./log-decoder.js";
import { ProtoError, ProtoReader } from "./proto-reader.js";

/** Gives every record to `read` as a message, and reports those that are none. */
export function takeRecords(
  read: (reader: ProtoReader, problem: ReportValue, offset: number) => void,
  report: (warning: HistoryWarning) => void,
): TakeRecord {
  const reader = new ProtoReader();
  let offset = 0;
  const problem: ReportValue = (key, text) => report(unreadableValue(key, text, offset));
  return (bytes, start, at) => {
    offset = at;
    reader.reset(bytes, start);
    try {
      read(reader, problem, at);
    } catch (error) {
      if (!(error instanceof ProtoError)) throw error;
      const message = `a record can't be decoded and was skipped: ${error.message}`;
      report({ code: "damaged", offset, message });
    }
  };
}

export function unreadableValue(key: string, problem: string, offset: number): HistoryWarning {
  const message = `the value of ${JSON.stringify(key)} was left out: ${problem}`;
  return { code: "damaged", offset, message };
}
