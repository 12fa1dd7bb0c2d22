import type { Dialect } from "../dialect.js";
import type { Aggregate, Aggregated, WindowColumns } from "./window-columns.js";

/**
 * Windows as parts of the list `latest_values`, which holds all that a condition needs, or if windows may be partial,
 * all there are: for few rows.
 */
export class ListColumns implements WindowColumns {
  readonly #needed: number;
  readonly #d: Dialect;
  readonly count?: (size: number, skip?: number) => string;

  constructor(needed: number, dialect: Dialect, partial: boolean) {
    this.#needed = needed;
    this.#d = dialect;
    if (partial) {
      this.count = (size, skip = 0) => `least(${size}, ${dialect.size("latest_values")} - ${skip})`;
    }
  }

  over(aggregate: Aggregate, of: Aggregated, size: number, skip = 0): string {
    const d = this.#d;
    const window = this.list(size, skip);
    const values = of === "value" ? window : d.map(window, "value", of);
    return aggregate === "sum" ? d.sum(values) : aggregate === "max" ? d.greatest(values) : d.least(values);
  }

  /** A window's values, the latest `skip` left out. */
  list(size: number, skip: number): string {
    const d = this.#d;
    const last = this.#needed - skip;
    if (this.count === undefined) return d.between("latest_values", last - size + 1, last);
    const first = `greatest(${d.size("latest_values")} - ${skip + size - 1}, 1)`;
    return d.part("latest_values", first, this.count(size, skip));
  }
}
