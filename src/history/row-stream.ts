import type { ByteSource } from "./byte-source.js";
import type { ByteWindow, Reading } from "./range-cursor.js";
import type { HistoryRow } from "./run-history.js";

/** The rows in lists, as they are decoded: for a reader that is faster with many at a time. The same for both builds. */
export const ROW_LISTS = Symbol.for("wandb-automations/row-lists");

/**
 * Rows that can be read again and again, in two ways: `for…of` is fastest and holds up the process
 * while it reads; `for await…of` lets other work go on between reads.
 */
export interface RowStream extends Iterable<HistoryRow>, AsyncIterable<HistoryRow> {
  [ROW_LISTS]?(): Iterable<readonly HistoryRow[]>;
}

/** Rows of a source that has to wait for them, but gets many at a time. */
export interface AsyncRowStream extends AsyncIterable<HistoryRow> {
  [ROW_LISTS](): AsyncIterable<readonly HistoryRow[]>;
}

/** Turns a file's windows into rows, in one pass. */
export interface WindowDecoder {
  decode(window: ByteWindow): readonly HistoryRow[];
  /** What is left when the file has ended, at `size` bytes. */
  end(size: number): readonly HistoryRow[];
}

/** The rows of a source; `start` makes the decoder of one pass. */
export function rowStream(source: ByteSource, reading: Reading, start: () => WindowDecoder): RowStream {
  function* lists(): Generator<readonly HistoryRow[]> {
    const decoder = start();
    let size = 0;
    for (const window of source.windows(reading)) {
      size = window.offset + window.bytes.length;
      yield decoder.decode(window);
    }
    yield decoder.end(size);
  }
  return {
    [ROW_LISTS]: lists,
    *[Symbol.iterator]() {
      for (const rows of lists()) for (const row of rows) yield row;
    },
    async *[Symbol.asyncIterator]() {
      const decoder = start();
      let size = 0;
      for await (const window of source.windowsAsync(reading)) {
        size = window.offset + window.bytes.length;
        for (const row of decoder.decode(window)) yield row;
      }
      for (const row of decoder.end(size)) yield row;
    },
  };
}
