import { isRecord, setOwn } from "./own-property.js";
import type { HistoryRow, HistoryWarning } from "./run-history.js";
import { shownValue } from "./shown-value.js";

/**
 * What becomes of a row that isn't used: told to the callback of {@link mergeSteps}, {@link StepMerger}.
 * Readers add the file and the place in it.
 */
export type ReportDropped = (warning: HistoryWarning, row: HistoryRow) => void;

/**
 * The rule for repeated and returning steps, row by row, as the Python SDK applies it while it logs
 * (observed): rows of the same step are one row, later keys win and nested objects are merged; a row whose
 * step is lower than the last one is dropped and reported. Rows without a `_step` pass as they are.
 *
 * A row is complete only when the next step begins, so `push` returns the row before.
 *
 * @example
 * ```ts
 * import { StepMerger } from "wandb-automations/history";
 *
 * const merger = new StepMerger((warning) => console.warn(warning.message));
 * merger.push({ _step: 0, loss: 1 }); // undefined
 * merger.push({ _step: 0, acc: 0.5 }); // undefined
 * merger.push({ _step: 1, loss: 2 }); // { _step: 0, loss: 1, acc: 0.5 }
 * merger.end(); // { _step: 1, loss: 2 }
 * ```
 */
export class StepMerger {
  readonly #report: ReportDropped;
  #pending: HistoryRow | undefined;
  #last = Number.NEGATIVE_INFINITY;
  #pendingStep: number | undefined;

  constructor(report: ReportDropped) {
    this.#report = report;
  }

  /** Takes the next row as it was logged; returns the row before it once that is complete. */
  push(row: HistoryRow): HistoryRow | undefined {
    const step = row._step;
    if (typeof step === "number" && Number.isInteger(step)) {
      if (step > this.#last) return this.#begin(row, step);
      if (step === this.#pendingStep) {
        this.#pending = mergeRows(this.#pending!, row);
        return undefined;
      }
      const message = `step ${step} after step ${this.#last}; the row was dropped`;
      this.#report({ code: "went_back", step, message }, row);
      return undefined;
    }
    if (step === undefined) return this.#begin(row, undefined);
    const message = `_step is ${shownValue(step)} instead of a whole number; the row was dropped`;
    this.#report({ code: "bad_step", message }, row);
    return undefined;
  }

  /** The last row: call it when there are no more. The merger can then be used for the next run. */
  end(): HistoryRow | undefined {
    const row = this.#pending;
    this.#pending = undefined;
    this.#pendingStep = undefined;
    this.#last = Number.NEGATIVE_INFINITY;
    return row;
  }

  #begin(row: HistoryRow, step: number | undefined): HistoryRow | undefined {
    const done = this.#pending;
    this.#pending = row;
    this.#pendingStep = step;
    if (step !== undefined) this.#last = step;
    return done;
  }
}

/**
 * Rows as logged → rows by step: {@link StepMerger} as a generator, over an iterable or an async iterable.
 *
 * @param rows one run's rows in the order in which they were logged
 * @param report called for every row that is dropped
 *
 * @example
 * ```ts
 * import { mergeSteps } from "wandb-automations/history";
 *
 * const logged = [{ _step: 5, loss: 1 }, { _step: 5, loss: 2 }, { _step: 3, loss: 9 }];
 * [...mergeSteps(logged, (warning) => console.warn(warning.message))]; // [{ _step: 5, loss: 2 }]
 * ```
 */
export function mergeSteps(rows: Iterable<HistoryRow>, report: ReportDropped): Generator<HistoryRow>;
export function mergeSteps(
  rows: AsyncIterable<HistoryRow>,
  report: ReportDropped,
): AsyncGenerator<HistoryRow>;
export function mergeSteps(
  rows: Iterable<HistoryRow> | AsyncIterable<HistoryRow>,
  report: ReportDropped,
): Generator<HistoryRow> | AsyncGenerator<HistoryRow> {
  return Symbol.iterator in rows ? mergeSync(rows, report) : mergeAsync(rows, report);
}

function* mergeSync(rows: Iterable<HistoryRow>, report: ReportDropped): Generator<HistoryRow> {
  const merger = new StepMerger(report);
  for (const row of rows) {
    const done = merger.push(row);
    if (done !== undefined) yield done;
  }
  const last = merger.end();
  if (last !== undefined) yield last;
}

async function* mergeAsync(
  rows: AsyncIterable<HistoryRow>,
  report: ReportDropped,
): AsyncGenerator<HistoryRow> {
  const merger = new StepMerger(report);
  for await (const row of rows) {
    const done = merger.push(row);
    if (done !== undefined) yield done;
  }
  const last = merger.end();
  if (last !== undefined) yield last;
}

/** Deeper objects are replaced instead of merged, so that no row can exhaust the stack. */
const MERGED_DEPTH = 64;

/** Later keys win; a nested object is merged into the one before, as wandb does with `{"opt": {"lr": …}}`. */
function mergeRows(before: HistoryRow, after: HistoryRow, depth = 0): HistoryRow {
  const merged: Record<string, unknown> = { ...before };
  for (const key of Object.keys(after)) {
    const next = after[key];
    const current = Object.hasOwn(merged, key) ? merged[key] : undefined;
    const both = depth < MERGED_DEPTH && isRecord(current) && isRecord(next);
    setOwn(merged, key, both ? mergeRows(current, next, depth + 1) : next);
  }
  return merged;
}
