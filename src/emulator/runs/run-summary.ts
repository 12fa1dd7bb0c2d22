import { isRecord, setOwn } from "../../history/own-property.js";
import type { RunRecord } from "../store/records.js";
import type { StoredRow } from "../store/row-log.js";

/** The last value of every key the run logged, nested as it was logged, with what was set by hand over it. */
export function runSummary(run: RunRecord, rows: readonly StoredRow[]): Record<string, unknown> {
  const summary: Record<string, unknown> = {};
  for (const { row } of rows) mergeInto(summary, row);
  mergeInto(summary, run.summary);
  return summary;
}

function mergeInto(target: Record<string, unknown>, source: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(source)) {
    const before = Object.hasOwn(target, key) ? target[key] : undefined;
    const merged = isRecord(before) && isRecord(value) ? { ...before, ...value } : value;
    setOwn(target, key, merged);
  }
}
