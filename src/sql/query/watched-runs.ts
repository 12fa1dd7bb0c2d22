import type { Admits, RunSteps } from "../filter/run-steps.js";
import type { MetricGroup } from "./plan.js";
import type { RunKey } from "./run-key.js";

/** The runs that a metric's automations look at. */
interface WatchedRuns {
  /** A condition on columns of `admitted`; undefined where one of them looks at every run. */
  readonly condition: string | undefined;
  /** What there is still to ask of rows of those runs. */
  readonly admits: Admits;
}

export function watchedRuns({ members }: MetricGroup, { admits, early }: RunSteps): WatchedRuns {
  const columns = new Set(members.map(({ index }) => admits(index)));
  if (!early || columns.has(undefined)) return { condition: undefined, admits };
  const condition = [...columns].join(" OR ");
  return { condition, admits: columns.size === 1 ? () => undefined : admits };
}

/** What rows of a metric are known by: those of runs that its automations look at. */
export function watching(key: RunKey, group: MetricGroup, runs: RunSteps): RunKey {
  const { condition } = watchedRuns(group, runs);
  return condition === undefined ? key : { ...key, watched: condition };
}

/** What else rows `h` of `history` must meet, on DuckDB. */
export function ofWatchedRuns({ watched, names, told, column, ofRow }: RunKey): string {
  if (watched === undefined) return "";
  if (!names) return ` AND h.run IN (SELECT run FROM admitted WHERE ${watched})`;
  // By the files' names, because files that aren't asked for aren't read then.
  const [row, of] = told === "file" ? ["h.file", "unnest(n.files)"] : [ofRow, `n.${column}`];
  return ` AND ${row} IN (SELECT ${of} FROM run_names AS n JOIN admitted AS a ON a.run = n.run WHERE ${watched})`;
}

/** The names of runs that rows are joined with, on Spark. */
export function watchedNames({ watched }: RunKey): string {
  if (watched === undefined) return "run_names";
  return `(SELECT n.run_key, n.told_key FROM run_names AS n JOIN admitted AS a ON a.run = n.run WHERE ${watched})`;
}
