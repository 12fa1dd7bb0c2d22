import type { CommandIo } from "../command-io.js";
import type { CheckResult } from "./check-result.js";

/** What can show results. */
export type ReporterName = "list" | "json" | "junit" | "github";

/** A reporter and where it writes: a file, or stdout. */
export interface ReporterChoice {
  readonly name: ReporterName;
  readonly file?: string;
}

/** What reporters show. */
export interface Results {
  /** The command that checked: `test`. */
  readonly command: string;
  readonly results: readonly CheckResult[];
  /** Lines about the whole, for people: coverage. */
  readonly notes: readonly string[];
  readonly durationMs: number;
}

/** Results as text, in a form that somebody wants. */
export type Reporter = (results: Results, io: Pick<CommandIo, "columns" | "paint" | "env" | "cwd">) => string;

/** How many results there are of each status. */
export function countResults(
  results: readonly CheckResult[],
): Readonly<Record<CheckResult["status"], number>> {
  const counts = { passed: 0, failed: 0, warning: 0, skipped: 0 };
  for (const { status } of results) counts[status]++;
  return counts;
}

/** What kind of thing a result is about, and the result's own name: `loss-spike › a spike`. */
export function resultTitle({ name, group }: CheckResult): string {
  return group === undefined || group === name ? name : `${group} › ${name}`;
}
