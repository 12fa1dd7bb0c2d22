/** Rows whose windows are asked for. */
export interface Asked {
  /** A prefix for the steps' names. */
  readonly name: string;
  /** What the windows are asked for, in words. */
  readonly why: string;
  /** A query of rows `(automation, run, place, first_place, needed, …columns)`. */
  readonly rows: string;
  readonly columns: readonly string[];
  /** The most values that any of them needs. */
  readonly most: number;
  /** Whether there may be fewer, because windows are partial. */
  readonly partial: boolean;
}

/** No window of steps is taken to be wider, so that no product overflows. */
export const WIDEST = "4611686018427387904";
