import type { HistoryRow } from "../../history/run-history.js";
import type { Journal } from "./journal.js";

/** One step of one run (`system` rows have no step; their number is their position). */
export interface StoredRow {
  readonly runId: string;
  readonly system: boolean;
  readonly step: number;
  readonly row: HistoryRow;
}

/** What became of a row: a new step, one merged into the last step, or one that came too late. */
export type Appended =
  | { readonly kind: "added" | "merged"; readonly step: number }
  | { readonly kind: "dropped"; readonly step: number; readonly lastStep: number };

/** The rows of all runs, in step order. */
export class RowLog {
  readonly #journal: Journal;
  readonly #history = new Map<string, StoredRow[]>();
  readonly #system = new Map<string, StoredRow[]>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** The run's history, a row a step, ascending. */
  history(runId: string): readonly StoredRow[] {
    return this.#history.get(runId) ?? [];
  }

  system(runId: string): readonly StoredRow[] {
    return this.#system.get(runId) ?? [];
  }

  /**
   * Adds a row. A row without `_step` gets the next one; the last step again is merged, later keys win; a
   * lower step is dropped, as the SDK drops it.
   */
  append(runId: string, row: HistoryRow): Appended {
    const rows = this.#group(this.#history, runId);
    const last = rows.at(-1);
    const step = row._step === undefined ? (last?.step ?? -1) + 1 : Number(row._step);
    if (last && step < last.step) return { kind: "dropped", step, lastStep: last.step };
    const merged = last !== undefined && step === last.step;
    const stored = { runId, system: false, step, row: { ...(merged ? last.row : {}), ...row, _step: step } };
    if (merged) rows[rows.length - 1] = stored;
    else rows.push(stored);
    this.#write(stored);
    return { kind: merged ? "merged" : "added", step };
  }

  appendSystem(runId: string, row: HistoryRow): void {
    const rows = this.#group(this.#system, runId);
    const stored = { runId, system: true, step: rows.length, row };
    rows.push(stored);
    this.#write(stored);
  }

  /** Puts back what the journal held, without writing it again. Rows come in the order they were written. */
  restore(_key: string, stored: StoredRow): void {
    this.#group(stored.system ? this.#system : this.#history, stored.runId).push(stored);
  }

  #group(groups: Map<string, StoredRow[]>, runId: string): StoredRow[] {
    const rows = groups.get(runId) ?? [];
    groups.set(runId, rows);
    return rows;
  }

  #write(stored: StoredRow): void {
    const key = `${stored.runId}/${stored.system ? "system" : "history"}/${stored.step}`;
    this.#journal.write({ kind: "row", key, value: stored });
  }
}
