import type { AutomationsError } from "../errors/index.js";
import type { PlanItem } from "./plan.js";

/** What became of one change. */
export interface ApplyResult {
  readonly item: PlanItem;
  /** `skipped`: not tried, because the server had stopped answering or the signal was aborted. */
  readonly status: "done" | "failed" | "skipped";
  /** The id it has on the server, as far as that is known. */
  readonly id: string | undefined;
  /** Why it failed or was skipped. */
  readonly error: AutomationsError | undefined;
}

/** What became of a plan's changes. */
export interface ApplyReport {
  readonly results: readonly ApplyResult[];
  /** Whether every change was made. */
  readonly ok: boolean;
  readonly counts: Readonly<Record<ApplyResult["status"], number>>;
}

/** Counts results. */
export function reportOf(results: readonly ApplyResult[]): ApplyReport {
  const counts = { done: 0, failed: 0, skipped: 0 };
  for (const { status } of results) counts[status] += 1;
  return Object.freeze({ results, ok: counts.done === results.length, counts });
}
