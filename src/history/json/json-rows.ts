import { StepMerger } from "../merge-steps.js";
import { isRecord } from "../own-property.js";
import type { ByteWindow } from "../range-cursor.js";
import type { WindowDecoder } from "../row-stream.js";
import type { HistoryRow, HistoryWarning } from "../run-history.js";
import { StepNumbers } from "../step-numbers.js";
import type { JsonSplitter, SplitterOptions } from "./json-splitter.js";

/** Makes a splitter, of lines or of an array, whose values go where the options say. */
export type MakeSplitter = (options: SplitterOptions) => JsonSplitter;

/** Decodes one run's rows, in one pass over a JSON file or over the run's ranges in it. */
export class JsonRows implements WindowDecoder {
  readonly #splitter: JsonSplitter;
  readonly #numbers: StepNumbers;
  readonly #merger: StepMerger;
  readonly #report: (warning: HistoryWarning) => void;
  #rows: HistoryRow[] = [];
  #line = 0;

  constructor(make: MakeSplitter, options: Omit<SplitterOptions, "take">) {
    this.#report = options.report;
    this.#splitter = make({ ...options, take: (value, line) => this.#take(value, line) });
    const reportRow = (warning: HistoryWarning) => this.#report({ ...warning, line: this.#line });
    this.#numbers = new StepNumbers(reportRow);
    this.#merger = new StepMerger(reportRow);
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
    this.#numbers.number(value);
    const done = this.#merger.push(value);
    if (done !== undefined) this.#rows.push(done);
  }
}
