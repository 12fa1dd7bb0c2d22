import type { EventPlan } from "../../evaluate/event-plan.js";
import type { RunEvaluation } from "../../evaluate/run/run-evaluation.js";
import { metricReader } from "../../history/logged-value.js";
import type { StoredRow } from "../store/row-log.js";

/**
 * Fills the windows of an evaluation with rows the run logged, from as far back as the windows reach. Nothing that
 * would have fired on the way counts: nobody was watching.
 */
export function fillWindows(
  evaluation: RunEvaluation,
  plans: readonly EventPlan[],
  streams: readonly (readonly StoredRow[])[],
): void {
  const needed = new Map<string, number>();
  for (const { watched } of plans)
    if (watched.kind === "metric")
      needed.set(watched.metric, Math.max(needed.get(watched.metric) ?? 0, watched.condition.needed));
  for (const rows of streams) for (const { row } of rows.slice(reach(rows, needed))) evaluation.row(row);
  evaluation.takeFirings();
}

/** The place of the first row that a window still holds a value of. */
function reach(rows: readonly StoredRow[], needed: ReadonlyMap<string, number>): number {
  const missing = Array.from(needed, ([metric, count]) => ({ read: metricReader(metric), count }));
  let at = rows.length;
  while (at > 0 && missing.some(({ count }) => count > 0)) {
    at -= 1;
    for (const entry of missing) if (entry.read(rows[at]!.row) !== undefined) entry.count -= 1;
  }
  return at;
}
