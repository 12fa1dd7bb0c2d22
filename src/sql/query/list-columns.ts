import type { Dialect } from "../dialect.js";
import type { Aggregate, Aggregated, WindowColumns } from "./window-columns.js";

/** Windows as parts of the list `latest_values`, which holds all that a condition needs: for few rows. */
export class ListColumns implements WindowColumns {
  readonly #needed: number;
  readonly #d: Dialect;

  constructor(needed: number, dialect: Dialect) {
    this.#needed = needed;
    this.#d = dialect;
  }

  over(aggregate: Aggregate, of: Aggregated, size: number, skip = 0): string {
    const d = this.#d;
    const last = this.#needed - skip;
    const window = d.between("latest_values", last - size + 1, last);
    const values = of === "value" ? window : d.map(window, "value", of);
    return aggregate === "sum" ? d.sum(values) : aggregate === "max" ? d.greatest(values) : d.least(values);
  }
}
