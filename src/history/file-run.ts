import type { HistoryRow, HistoryWarning, RunHistory } from "./run-history.js";

/** A run that was found in a file. */
export interface FileRun extends RunHistory {
  /** The file's path, or the name that was given for its bytes. */
  readonly file: string | undefined;
  /** Rows in step order. Can be read again and again. */
  readonly rows: AsyncIterable<HistoryRow>;
  /** What was odd about the file; complete once `rows` has been read to its end. */
  readonly warnings: readonly HistoryWarning[];
}
