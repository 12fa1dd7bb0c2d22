import type { HistoryRow } from "../../history/run-history.js";

/** Few enough to stay in the cache while they are gone through for one metric after the other. */
const SIZE = 128;
const NONE: HistoryRow = {};

/**
 * Rows that came one by one and wait to be gone through together. A source that goes on writing into rows it has
 * given would change them meanwhile; that is noticed by the steps they came with.
 */
export class RowStretch {
  /** The rows, of which the first `count` are waiting. */
  readonly rows: HistoryRow[] = Array.from({ length: SIZE }, () => NONE);
  /** The step with which each came. */
  readonly steps = new Float64Array(SIZE);
  count = 0;

  /** Takes a row with a step; says whether there is no room for another. */
  add(row: HistoryRow, step: number): boolean {
    const at = this.count++;
    this.rows[at] = row;
    this.steps[at] = step;
    return at === SIZE - 1;
  }
}
