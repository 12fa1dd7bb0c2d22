export type Aggregate = "sum" | "max" | "min";
export type Aggregated = "value" | "abs(value)" | "value * value";

/** The windows that end at a row, as SQL expressions. */
export interface WindowColumns {
  /** `aggregate` of `size` values, the latest `skip` left out. NaN if there is one among them. */
  over(aggregate: Aggregate, of: Aggregated, size: number, skip?: number): string;
  /** How many values such a window holds, as SQL; left out where all windows are full. */
  count?(size: number, skip?: number): string;
  /** Gives a name to what is worked out from windows, where that is cheaper than working it out wherever it stands. */
  derive?(name: string, sql: string): string;
}

/** Windows as columns of every row, each worked out once however many conditions look at it. */
export interface RowWindows extends WindowColumns {
  /** Whether a run has logged `needed` values: true or false. */
  full(needed: number): string;
}

export function columnName(aggregate: Aggregate, of: Aggregated, size: number, skip: number): string {
  const what = of === "value" ? "" : of === "abs(value)" ? "size_" : "square_";
  return `${aggregate}_${what}${size}${skip === 0 ? "" : `_before_${skip}`}`;
}

/** An aggregate over the rows of a frame. */
export function framed(
  aggregate: Aggregate,
  of: Aggregated,
  { size, skip, order }: { size: number; skip: number; order: string },
): string {
  const last = skip === 0 ? "CURRENT ROW" : `${skip} PRECEDING`;
  const frame = `OVER (${order} ROWS BETWEEN ${size + skip - 1} PRECEDING AND ${last})`;
  // NaN counts as the greatest of all, so a minimum finds it only as a maximum of opposites.
  return aggregate === "min" ? `-max(-${of}) ${frame}` : `${aggregate}(${of}) ${frame}`;
}
