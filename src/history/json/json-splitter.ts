import type { ByteRange, ByteWindow } from "../range-cursor.js";
import type { HistoryWarning } from "../run-history.js";

/** Takes a value, the line in which it begins, and where its text is in the file. */
export type TakeValue = (value: unknown, line: number, start: number, end: number) => void;

/** A range of a file that begins in that line. */
export interface LineRange extends ByteRange {
  readonly line: number;
}

/** Takes a file, or ranges of it, apart into the JSON values that are its rows. */
export interface JsonSplitter {
  decode(window: ByteWindow): void;
  end(): void;
}

/** What splitters need. */
export interface SplitterOptions {
  readonly take: TakeValue;
  readonly report: (warning: HistoryWarning) => void;
  /** For errors. */
  readonly place: { readonly file?: string };
  /** What the windows are of, if they aren't of the whole file. */
  readonly ranges?: readonly LineRange[];
}
