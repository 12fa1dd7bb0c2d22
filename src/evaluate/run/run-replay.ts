import { StepMerger } from "../../history/merge-steps.js";
import type { HistoryRow, HistoryWarning, RunHistory, RunInfo } from "../../history/run-history.js";
import type { EventPlan } from "../event-plan.js";
import { RunEvaluation } from "./run-evaluation.js";
import type { RunSettings } from "./run-settings.js";

const ENDED = new Set(["finished", "failed", "crashed", "killed"]);
/** Rows between looks at the signal, and milliseconds between chances for others to abort it. */
const ROWS_PER_LOOK = 4096;
const MAX_BUSY = 50;

/** Turns recorded runs into what happened, in order: the run starts, logs its rows, and ends; maybe it is resumed. */
export class RunReplay {
  readonly evaluation: RunEvaluation;
  readonly #warn: (warning: HistoryWarning) => void;

  constructor(
    plans: readonly EventPlan[],
    run: RunInfo,
    settings: RunSettings,
    warn: (warning: HistoryWarning) => void,
  ) {
    this.evaluation = new RunEvaluation(plans, run, settings);
    this.#warn = warn;
  }

  /** Goes through the history of the run, or of the part of it after it was resumed. */
  async play(history: RunHistory, signal: AbortSignal | undefined): Promise<void> {
    this.evaluation.resume();
    await this.#rows(history.rows, signal);
    // Metrics are logged by the run or measured by the system: the second is only read if the first leaves one open.
    if (history.systemRows !== undefined && this.evaluation.unseen)
      await this.#rows(history.systemRows, signal);
    this.evaluation.start();
    const state = history.run.state?.toLowerCase();
    if (state !== undefined && ENDED.has(state)) this.evaluation.state({ state });
  }

  async #rows(rows: RunHistory["rows"], signal: AbortSignal | undefined): Promise<void> {
    const { evaluation } = this;
    let last: HistoryRow | undefined;
    if (!(Symbol.iterator in rows)) {
      for await (const row of rows) {
        signal?.throwIfAborted();
        last = evaluation.row(row) ? row : this.#merge(row, last);
      }
    } else if (signal === undefined) {
      for (const row of rows) last = evaluation.row(row) ? row : this.#merge(row, last);
    } else await this.#abortable(rows, signal);
  }

  /** Rows at hand leave no moment in which a signal could be aborted, so some are made. */
  async #abortable(rows: Iterable<HistoryRow>, signal: AbortSignal): Promise<void> {
    const { evaluation } = this;
    let last: HistoryRow | undefined;
    let count = 0;
    let since = performance.now();
    for (const row of rows) {
      last = evaluation.row(row) ? row : this.#merge(row, last);
      if (++count % ROWS_PER_LOOK !== 0 || performance.now() - since < MAX_BUSY) continue;
      await new Promise((resolve) => setTimeout(resolve));
      signal.throwIfAborted();
      since = performance.now();
    }
  }

  /**
   * Leaves repeated, returning and impossible steps to the one rule for them.
   *
   * @param last the last row, with all that was merged into it
   * @returns the same with `row`
   */
  #merge(row: HistoryRow, last: HistoryRow | undefined): HistoryRow | undefined {
    const { step } = this.evaluation;
    const merger = new StepMerger(this.#warn);
    if (!Number.isNaN(step)) merger.push({ _step: step });
    if (last !== undefined) merger.push(last);
    merger.push(row);
    const known = last?._step === step;
    if (row._step !== step || !(known || last === undefined)) return last;
    const merged = merger.end()!;
    this.evaluation.again(merged, known);
    return known ? merged : undefined;
  }
}
