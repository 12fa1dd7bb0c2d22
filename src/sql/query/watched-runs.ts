import type { Dialect } from "../dialect.js";
import type { Admits, RunSteps } from "../filter/run-steps.js";
import type { BacktestSource } from "../history-source.js";
import { fileAsked, filesAsked } from "./asked-files.js";
import type { Cte } from "./cte.js";
import type { MetricGroup, MetricPlan, QueryPlan } from "./plan.js";
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

/** What says of a row that an automation's condition holds there, in a run that it looks at. */
export function holdsIn({ index, holds }: MetricPlan, admits: Admits): string {
  const admitted = admits(index);
  return admitted === undefined ? holds : `${admitted} AND ${holds}`;
}

/** Joins rows `t` with what `admitted` says of their runs, where any of the automations asks it. */
export function joinAdmitted(asking: readonly { readonly index: number }[], admits: Admits): string {
  const asked = asking.some(({ index }) => admits(index) !== undefined);
  return asked ? " JOIN admitted AS a ON a.run = t.run" : "";
}

/** Which rows of each metric are looked at: those of runs that its automations look at. */
export interface WatchedRows {
  readonly steps: readonly Cte[];
  /** What rows of a metric are known by. */
  keyOf(group: MetricGroup): RunKey;
}

export function watchedRows(
  { metrics }: QueryPlan,
  runs: RunSteps,
  key: RunKey,
  { runs: table }: BacktestSource,
  d: Dialect,
): WatchedRows {
  const conditions = new Map(metrics.map((group) => [group, watchedRuns(group, runs).condition]));
  const each = new Set(conditions.values());
  // Names of exports say little, and finding out which files those are takes a statement.
  const files = d.addsUp && table !== undefined && key.told === "file" && !each.has(undefined);
  const wanted = namesWhere([...each].join(" OR "), "n.told_key");
  return {
    steps: files ? [filesAsked("watched", "The files of runs that some automation looks at", wanted)] : [],
    keyOf(group) {
      const condition = conditions.get(group);
      return condition === undefined ? key : { ...key, watched: { condition, files } };
    },
  };
}

/** What else rows `h` of `history` must meet, on DuckDB. */
export function ofWatchedRuns({ watched, names, told, column, ofRow }: RunKey): string {
  if (watched === undefined) return "";
  if (!names) return ` AND h.run IN (SELECT run FROM admitted WHERE ${watched.condition})`;
  // By the files' names, because files that aren't asked for aren't read then.
  const [row, of] = told === "file" ? ["h.file", "unnest(n.files)"] : [ofRow, `n.${column}`];
  return ` AND ${row} IN (${namesWhere(watched.condition, of)})`;
}

/** The names of runs that rows are joined with, on Spark. */
export function watchedNames({ watched }: RunKey): string {
  if (watched === undefined) return "run_names";
  return `(${namesWhere(watched.condition, "n.run_key, n.told_key")})`;
}

/** Columns of the names `n` of those runs whose row of `admitted` meets a condition. */
function namesWhere(condition: string, columns: string): string {
  return `SELECT ${columns} FROM run_names AS n JOIN admitted AS a ON a.run = n.run WHERE ${condition}`;
}

/** What else their files must meet, on Spark. */
export function inWatchedFiles({ watched, ofRow }: RunKey): string {
  return watched?.files ? ` AND ${fileAsked("watched", ofRow)}` : "";
}
