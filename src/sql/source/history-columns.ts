import type { Cte } from "../query/cte.js";

/** The columns that a source's rows get, for any source. */
export const historyColumn = {
  /** The metric's value; null where the row logs none. */
  value: (metric: number) => `metric_${metric}`,
  /** Whether the row says anything about the metric: a text or a null takes a number back that the step logged before. */
  said: (metric: number) => `said_${metric}`,
  /** The same for a key that is the metric's whole name, `"a.b"`, which goes before `b` inside `a`. */
  direct: (metric: number) => `direct_${metric}`,
  saidDirect: (metric: number) => `said_direct_${metric}`,
} as const;

/** What the rows of a source are made into: `(run, place, step, time, …)`, a row per row that was logged. */
export interface LoggedRows {
  /** A query. Its column `odd_step` marks rows whose step isn't a whole number, which aren't used. */
  readonly sql: string;
  /** Whether a metric may be read from two places, and so has columns `direct_…`. */
  readonly nested: readonly boolean[];
  /** Steps that the query starts from. */
  readonly steps?: readonly Cte[];
}
