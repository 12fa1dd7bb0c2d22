import type { HistoryRow, RunHistory } from "../../history/run-history.js";
import {
  type EvaluationItem,
  type EvaluationSource,
  isArtifactEvent,
  itemsOf,
} from "../evaluation-source.js";

const DAY = 86_400;

/** How much history there was, and over which days. */
export interface HistorySpan {
  readonly runs: number;
  readonly rows: number;
  /** Days (UTC) on which anything was logged; 0 where nothing says when. */
  readonly days: number;
  /** Time of the first and last row in seconds since the epoch. */
  readonly first?: number;
  readonly last?: number;
}

/** A history, and how much of it has been read. */
export interface MeteredHistory {
  readonly source: AsyncIterable<EvaluationItem>;
  /** What was read so far. */
  readonly span: () => HistorySpan;
}

/**
 * Measures a history while something else reads it, so that it needn't be read twice. Keeps a number per day.
 *
 * @param onRun is told how many runs were read, after each
 */
export function meterHistory(history: EvaluationSource, onRun?: (runs: number) => void): MeteredHistory {
  const days = new Set<number>();
  let runs = 0;
  let rows = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;

  function count(row: HistoryRow): void {
    rows++;
    const time = row?._timestamp;
    if (typeof time !== "number" || !Number.isFinite(time)) return;
    days.add(Math.floor(time / DAY));
    if (time < first) first = time;
    if (time > last) last = time;
  }

  return {
    source: {
      async *[Symbol.asyncIterator]() {
        for await (const item of itemsOf(history)) {
          if (isArtifactEvent(item)) yield item;
          else {
            const metered = withCount(item, count);
            yield metered.history;
            await metered.rest();
            runs++;
            onRun?.(runs);
          }
        }
      },
    },
    span: () => ({ runs, rows, days: days.size, ...(days.size === 0 ? {} : { first, last }) }),
  };
}

/** A run whose rows are counted as they are read, and what counts them where nobody has read them. */
function withCount(history: RunHistory, count: (row: HistoryRow) => void) {
  const { run, rows, rowsOf, systemRows, warnings } = history;
  let read = false;
  const begin = () => {
    read = true;
  };
  const countedRows = (given: RunHistory["rows"]) =>
    Symbol.iterator in given ? counted(given, count, begin) : countedAsync(given, count, begin);
  const metered: RunHistory = {
    run,
    // Who reads by metrics may look at the first whole row as well, which isn't a row more.
    rows: rowsOf === undefined ? countedRows(rows) : rows,
    ...(rowsOf === undefined ? {} : { rowsOf: (metrics) => countedRows(rowsOf(metrics)) }),
    ...(systemRows === undefined ? {} : { systemRows }),
    ...(warnings === undefined ? {} : { warnings }),
  };
  return {
    history: metered,
    // A run that no automation looks at is history all the same.
    async rest() {
      if (read) return;
      for await (const row of rowsOf === undefined ? rows : rowsOf([])) count(row);
    },
  };
}

function* counted(
  rows: Iterable<HistoryRow>,
  count: (row: HistoryRow) => void,
  begin: () => void,
): Generator<HistoryRow> {
  begin();
  for (const row of rows) {
    count(row);
    yield row;
  }
}

async function* countedAsync(
  rows: AsyncIterable<HistoryRow>,
  count: (row: HistoryRow) => void,
  begin: () => void,
): AsyncGenerator<HistoryRow> {
  begin();
  for await (const row of rows) {
    count(row);
    yield row;
  }
}
