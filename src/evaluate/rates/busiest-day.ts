import { isoDate } from "./iso-date.js";

/** A day (UTC), and how many firings it has; `undefined` as `date` for firings without a time, which count as of one day. */
export interface BusiestDay {
  readonly date: string | undefined;
  readonly firings: number;
}

/** Counts firings by day. */
export class FiringDays {
  readonly #days = new Map<string | undefined, number>();

  /** @param timestamp seconds since the epoch */
  add(timestamp: number | undefined): void {
    const date = isoDate(timestamp);
    this.#days.set(date, (this.#days.get(date) ?? 0) + 1);
  }

  /** The day with the most firings, the first of several; undefined where there are none. */
  get busiest(): BusiestDay | undefined {
    let busiest: BusiestDay | undefined;
    for (const [date, firings] of this.#days) {
      if (busiest === undefined || firings > busiest.firings) busiest = { date, firings };
    }
    return busiest;
  }
}
