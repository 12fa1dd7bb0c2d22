import type { HistoryRow } from "../../history/run-history.js";

/**
 * Copies `rows[i][name]` for `i` from `from` on into `values` at `at` on, and stops before `to` at the first that
 * isn't a number. Returns where it stopped.
 */
export type ColumnReader = (
  rows: readonly HistoryRow[],
  name: string,
  from: number,
  to: number,
  values: Float64Array,
  at: number,
) => number;

/**
 * The same loop so many times on purpose. An engine learns for each piece of code which property it reads, and
 * reads one that is always the same several times faster than one that varies: a loop per metric is what makes
 * rows cost what they cost in a loop written for those metrics.
 *
 * A number found this way is the row's own, unless someone has put numbers into the prototype of all objects.
 */
const COLUMN_READERS: readonly ColumnReader[] = [
  (rows, name, from, to, values, at) => {
    let next = at;
    for (let i = from; i < to; i++) {
      const value = rows[i]![name];
      if (typeof value !== "number") return i;
      values[next++] = value;
    }
    return to;
  },
  (rows, name, from, to, values, at) => {
    let next = at;
    for (let i = from; i < to; i++) {
      const value = rows[i]![name];
      if (typeof value !== "number") return i;
      values[next++] = value;
    }
    return to;
  },
  (rows, name, from, to, values, at) => {
    let next = at;
    for (let i = from; i < to; i++) {
      const value = rows[i]![name];
      if (typeof value !== "number") return i;
      values[next++] = value;
    }
    return to;
  },
  (rows, name, from, to, values, at) => {
    let next = at;
    for (let i = from; i < to; i++) {
      const value = rows[i]![name];
      if (typeof value !== "number") return i;
      values[next++] = value;
    }
    return to;
  },
  (rows, name, from, to, values, at) => {
    let next = at;
    for (let i = from; i < to; i++) {
      const value = rows[i]![name];
      if (typeof value !== "number") return i;
      values[next++] = value;
    }
    return to;
  },
  (rows, name, from, to, values, at) => {
    let next = at;
    for (let i = from; i < to; i++) {
      const value = rows[i]![name];
      if (typeof value !== "number") return i;
      values[next++] = value;
    }
    return to;
  },
];

/** Copies `row[name]` to `values[at]` if it is a number. (Returned, it would have to be boxed.) */
export type ValueReader = (row: HistoryRow, name: string, values: Float64Array, at: number) => boolean;

/** The same for rows that come one by one. */
const VALUE_READERS: readonly ValueReader[] = [
  (row, name, values, at) => {
    const value = row[name];
    if (typeof value !== "number") return false;
    values[at] = value;
    return true;
  },
  (row, name, values, at) => {
    const value = row[name];
    if (typeof value !== "number") return false;
    values[at] = value;
    return true;
  },
  (row, name, values, at) => {
    const value = row[name];
    if (typeof value !== "number") return false;
    values[at] = value;
    return true;
  },
  (row, name, values, at) => {
    const value = row[name];
    if (typeof value !== "number") return false;
    values[at] = value;
    return true;
  },
  (row, name, values, at) => {
    const value = row[name];
    if (typeof value !== "number") return false;
    values[at] = value;
    return true;
  },
  (row, name, values, at) => {
    const value = row[name];
    if (typeof value !== "number") return false;
    values[at] = value;
    return true;
  },
];

/** Metric → which copy reads it. More metrics than copies share them, and are read at the common speed. */
const assigned = new Map<string, number>();
const MAX_ASSIGNED = 1000;

/** The readers that have come to know `name`, or come to know it now. */
export function readersFor(name: string): { readonly column: ColumnReader; readonly value: ValueReader } {
  let copy = assigned.get(name);
  if (copy === undefined) {
    copy = assigned.size % COLUMN_READERS.length;
    if (assigned.size < MAX_ASSIGNED) assigned.set(name, copy);
  }
  return { column: COLUMN_READERS[copy]!, value: VALUE_READERS[copy]! };
}
