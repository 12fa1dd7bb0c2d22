import { StepMerger } from "../merge-steps.js";
import { isRecord } from "../own-property.js";
import type { ByteWindow } from "../range-cursor.js";
import type { WindowDecoder } from "../row-stream.js";
import type { HistoryRow, HistoryWarning } from "../run-history.js";
import type { JsonSplitter, SplitterOptions } from "./json-splitter.js";

/** Makes a splitter, of lines or of an array, whose values go where the options say. */
export type MakeSplitter = (options: SplitterOptions) => JsonSplitter;

/** Decodes one run's rows, in one pass over a JSON file or over the run's ranges in it. */
export class JsonRows implements WindowDecoder {
  readonly #splitter: JsonSplitter;
  readonly #merger: StepMerger;
  readonly #report: (warning: HistoryWarning) => void;
  #rows: HistoryRow[] = [];
  #line = 0;
  #lastStep = -1;
  #numbered = false;

  constructor(make: MakeSplitter, options: Omit<SplitterOptions, "take">) {
    this.#report = options.report;
    this.#splitter = make({ ...options, take: (value, line) => this.#take(value, line) });
    this.#merger = new StepMerger((warning) => this.#report({ ...warning, line: this.#line }));
  }

  decode(window: ByteWindow): readonly HistoryRow[] {
    this.#rows = [];
    this.#splitter.decode(window);
    return this.#rows;
  }

  end(): readonly HistoryRow[] {
    this.#rows = [];
    this.#splitter.end();
    const last = this.#merger.end();
    if (last !== undefined) this.#rows.push(last);
    return this.#rows;
  }

  #take(value: unknown, line: number): void {
    if (!isRecord(value)) {
      const message = `a row is an object, not ${JSON.stringify(value)?.slice(0, 40)}; it was skipped`;
      this.#report({ code: "damaged", line, message });
      return;
    }
    this.#line = line;
    const step = value._step;
    if (step === undefined) this.#number(value, line);
    else if (typeof step === "number") this.#lastStep = step;
    const done = this.#merger.push(value);
    if (done !== undefined) this.#rows.push(done);
  }

  /** Rows without steps are counted: `scan_history(keys=[…])` leaves them out. */
  #number(row: Record<string, unknown>, line: number): void {
    this.#lastStep += 1;
    row._step = this.#lastStep;
    if (this.#numbered) return;
    this.#numbered = true;
    const message = `rows have no _step from here on: they are numbered, beginning with ${this.#lastStep}`;
    this.#report({ code: "no_step", line, message });
  }
}
