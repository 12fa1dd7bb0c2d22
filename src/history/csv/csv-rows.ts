import { StepMerger } from "../merge-steps.js";
import { setOwn } from "../own-property.js";
import type { HistoryRow, HistoryWarning } from "../run-history.js";
import { cellTime, cellValue } from "./cell-value.js";
import type { CsvColumns } from "./csv-layout.js";
import type { CsvRecord } from "./csv-records.js";

/** Turns a file's records into one run's rows. */
export class CsvRows {
  readonly #columns: CsvColumns;
  readonly #report: (warning: HistoryWarning) => void;
  readonly #merger: StepMerger;
  /** Columns that have held a number: text in one of them is a damaged number. */
  readonly #numeric = new Set<number>();
  #line = 0;
  #numbered = -1;

  constructor(columns: CsvColumns, report: (warning: HistoryWarning) => void) {
    this.#columns = columns;
    this.#report = report;
    this.#merger = new StepMerger((warning) => report({ ...warning, line: this.#line }));
    if (columns.step === undefined) {
      report({
        code: "no_step",
        line: 1,
        message: "there is no column of steps: rows are numbered, beginning with 0",
      });
    }
  }

  /**
   * Takes a record; gives the row before it once that is complete. A record that has neither values nor a step is no
   * row; in a chart, whose runs share their steps, it takes values.
   */
  push({ cells, line }: CsvRecord): HistoryRow | undefined {
    const { name, step, timestamp, columns } = this.#columns;
    const given = step === undefined ? undefined : cellValue(cells[step]!);
    const row: Record<string, unknown> = {};
    let logged = false;
    for (const { key, index } of columns) {
      const value = cellValue(cells[index]!);
      if (value === undefined) continue;
      if (typeof value !== "string") this.#numeric.add(index);
      else if (this.#numeric.has(index)) this.#notNumber(key, value, line);
      setOwn(row, key, value);
      logged = true;
    }
    const isChart = name !== undefined;
    if (!logged && (isChart || given === undefined)) return undefined;
    this.#line = line;
    const time = timestamp === undefined ? undefined : cellTime(cells[timestamp]!);
    this.#numbered += 1;
    row._step = step === undefined ? this.#numbered : given;
    if (time !== undefined) row._timestamp = time;
    if (row._step !== undefined) return this.#merger.push(row);
    this.#report({ code: "bad_step", line, message: "the step is missing; the row was dropped" });
    return undefined;
  }

  #notNumber(key: string, text: string, line: number): void {
    const shown = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
    const message = `${shown} in the column ${JSON.stringify(key)} is no number; it doesn't count as a value`;
    this.#report({ code: "damaged", line, message });
  }

  end(): HistoryRow | undefined {
    return this.#merger.end();
  }
}
