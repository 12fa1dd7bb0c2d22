import type { HistoryWarning } from "./run-history.js";

/** Numbers rows that have no `_step`, as `scan_history(keys=[…])` leaves it out; says so once. */
export class StepNumbers {
  readonly #report: (warning: HistoryWarning) => void;
  #last = -1;
  #told = false;

  constructor(report: (warning: HistoryWarning) => void) {
    this.#report = report;
  }

  /** Gives the row a step if it has none. */
  number(row: Record<string, unknown>): void {
    const step = row._step;
    if (step !== undefined) {
      if (typeof step === "number") this.#last = step;
      return;
    }
    this.#last += 1;
    row._step = this.#last;
    if (this.#told) return;
    this.#told = true;
    const message = `rows have no _step from here on: they are numbered, beginning with ${this.#last}`;
    this.#report({ code: "no_step", message });
  }
}
