import { StepMerger } from "../merge-steps.js";
import type { ByteWindow } from "../range-cursor.js";
import type { WindowDecoder } from "../row-stream.js";
import type { HistoryRow, HistoryWarning } from "../run-history.js";
import { type ReportValue, readHistoryRecord, readStatsRecord } from "./history-record.js";
import { KeyTable } from "./key-table.js";
import { LogDecoder } from "./log-decoder.js";
import type { ProtoReader } from "./proto-reader.js";
import { RecordItem } from "./record-item.js";
import { takeRecords } from "./take-records.js";

/** Fields of Record: the two kinds of records that are rows. */
export const HISTORY = 2;
export const STATS = 7;

/** Decodes the rows of one kind, and nothing else, in one pass over a file. */
export class RecordRows implements WindowDecoder {
  readonly #kind: typeof HISTORY | typeof STATS;
  readonly #log: LogDecoder;
  readonly #item = new RecordItem(new KeyTable());
  readonly #merger: StepMerger;
  #rows: HistoryRow[] = [];
  #offset = 0;

  constructor(kind: typeof HISTORY | typeof STATS, report: (warning: HistoryWarning) => void) {
    this.#kind = kind;
    this.#merger = new StepMerger((warning) => report({ ...warning, offset: this.#offset }));
    const take = takeRecords((reader, problem, offset) => this.#read(reader, problem, offset), report);
    this.#log = new LogDecoder(take, report);
  }

  decode(window: ByteWindow): readonly HistoryRow[] {
    this.#rows = [];
    this.#log.decode(window);
    return this.#rows;
  }

  end(size: number): readonly HistoryRow[] {
    this.#rows = [];
    this.#log.end(size);
    const last = this.#merger.end();
    return last === undefined ? this.#rows : [...this.#rows, last];
  }

  #read(reader: ProtoReader, problem: ReportValue, offset: number): void {
    let row: HistoryRow | undefined;
    while (reader.next()) {
      if (reader.field !== this.#kind) reader.skip();
      else if (this.#kind === HISTORY) row = readHistoryRecord(reader, this.#item, problem);
      else row = readStatsRecord(reader, this.#item, problem);
    }
    if (row === undefined) return;
    this.#offset = offset;
    const done = this.#merger.push(row);
    if (done !== undefined) this.#rows.push(done);
  }
}
