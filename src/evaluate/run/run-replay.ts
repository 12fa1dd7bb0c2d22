import { StepMerger } from "../../history/merge-steps.js";
import { type AsyncRowStream, ROW_LISTS, type RowStream } from "../../history/row-stream.js";
import type { HistoryRow, HistoryWarning, RunHistory, RunInfo } from "../../history/run-history.js";
import type { EventPlan } from "../event-plan.js";
import type { Breather } from "./breather.js";
import { notARow } from "./odd-row.js";
import { RowStretch } from "./row-stretch.js";
import { RunEvaluation } from "./run-evaluation.js";
import type { RunSettings } from "./run-settings.js";

const ENDED = new Set(["finished", "failed", "crashed", "killed"]);
/** Rows between looks at the clock. */
const ROWS_PER_LOOK = 1024;

/** Turns recorded runs into what happened, in order: the run starts, logs its rows, and ends; maybe it is resumed. */
export class RunReplay {
  readonly evaluation: RunEvaluation;
  readonly #warn: (warning: HistoryWarning) => void;
  /** There while rows come one by one: short runs are many, and needn't pay for it. */
  #stretch: RowStretch | undefined;
  /** The last row that was evaluated, with all that was merged into it. */
  #last: HistoryRow | undefined;

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
  async play(history: RunHistory, breather: Breather | undefined): Promise<void> {
    const { evaluation } = this;
    // Rows may have to be fetched from a server, page by page.
    if (!evaluation.watched) return;
    const needsKeys = evaluation.keys.length === 0;
    const some = history.rowsOf?.(evaluation.metrics);
    evaluation.resume();
    await this.#rows(some ?? history.rows, breather);
    if (some !== undefined && needsKeys && evaluation.unseen) evaluation.keys = await firstKeys(history);
    // Metrics are logged by the run or measured by the system: the second is only read if the first leaves one open.
    if (history.systemRows !== undefined && evaluation.unseen) await this.#rows(history.systemRows, breather);
    const warning = evaluation.takeTimeWarning();
    if (warning !== undefined) this.#warn(warning);
    evaluation.start();
    const state = history.run.state?.toLowerCase();
    if (state !== undefined && ENDED.has(state)) evaluation.state({ state });
  }

  async #rows(rows: RunHistory["rows"], breather: Breather | undefined): Promise<void> {
    this.#last = undefined;
    if (Array.isArray(rows)) await this.#list(rows, breather);
    else if (ROW_LISTS in rows) {
      const lists = (rows as Required<RowStream> | AsyncRowStream)[ROW_LISTS]();
      for await (const list of lists) {
        breather?.throwIfAborted();
        await this.#list(list, breather);
      }
    } else if (!(Symbol.iterator in rows)) await this.#stream(rows, breather);
    else if (breather !== undefined) await this.#abortable(rows, breather);
    else for (const row of rows) this.#take(row);
    this.#finish();
    this.#stretch = undefined;
  }

  async #stream(rows: AsyncIterable<HistoryRow>, breather: Breather | undefined): Promise<void> {
    // As `for await`, but without what it does for each row besides awaiting it.
    const iterator = rows[Symbol.asyncIterator]();
    let done = false;
    let count = 0;
    try {
      for (;;) {
        const next = await iterator.next();
        if (next.done === true) {
          done = true;
          return;
        }
        this.#take(next.value);
        if (breather === undefined) continue;
        breather.throwIfAborted();
        // A source that never waits for anything leaves no moment in which a signal could be aborted.
        if (++count % ROWS_PER_LOOK === 0) await breather.breathe();
      }
    } finally {
      if (!done) await iterator.return?.();
    }
  }

  /** Rows at hand leave no moment in which a signal could be aborted, so some are made. */
  async #abortable(rows: Iterable<HistoryRow>, breather: Breather): Promise<void> {
    let count = 0;
    for (const row of rows) {
      this.#take(row);
      if (++count % ROWS_PER_LOOK === 0) await breather.breathe();
    }
  }

  async #list(rows: readonly HistoryRow[], breather: Breather | undefined): Promise<void> {
    for (let at = 0; at < rows.length; ) {
      at = this.#some(rows, at, rows.length);
      if (breather?.isDue === true) await breather.breathe();
    }
  }

  /** Goes through some of the rows before `to`, at least one; returns where it stopped. */
  #some(rows: readonly HistoryRow[], at: number, to: number, steps?: Float64Array): number {
    const next = this.evaluation.rows(rows, at, to, steps);
    this.#last = next > at ? rows[next - 1] : this.#merge(rows[at]!, this.#last);
    return Math.max(next, at + 1);
  }

  /** A row of a source that makes them one by one: waits for others if it can. */
  #take(row: HistoryRow): void {
    const step = row?._step;
    // A source that fills one object again and again shows it with its second row.
    if (typeof step === "number" && this.#last !== undefined && this.#last !== row) {
      this.#stretch ??= new RowStretch();
      if (this.#stretch.add(row, step)) this.#finish();
    } else {
      this.#finish();
      this.#last = this.evaluation.row(row) ? row : this.#merge(row, this.#last);
    }
  }

  /** Goes through the rows that wait. */
  #finish(): void {
    if (this.#stretch === undefined) return;
    const { rows, steps, count } = this.#stretch;
    for (let at = 0; at < count; ) at = this.#some(rows, at, count, steps);
    this.#stretch.count = 0;
  }

  /**
   * Leaves repeated, returning and impossible steps to the one rule for them.
   *
   * @param last the last row, with all that was merged into it
   * @returns the same with `row`
   */
  #merge(row: HistoryRow, last: HistoryRow | undefined): HistoryRow | undefined {
    if (typeof row !== "object" || row === null) throw notARow(row);
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

/** The keys of the first row as it was logged. */
async function firstKeys({ rows }: RunHistory): Promise<readonly string[]> {
  for await (const row of rows) return Object.keys(row);
  return [];
}
