import type { Aggregate, Aggregated, WindowColumns } from "./window-columns.js";

/** Windows as parts of the list `latest_values`, which holds all that a condition needs: for few rows, on DuckDB. */
export class ListColumns implements WindowColumns {
  readonly #needed: number;

  constructor(needed: number) {
    this.#needed = needed;
  }

  over(aggregate: Aggregate, of: Aggregated, size: number, skip = 0): string {
    const last = this.#needed - skip;
    const window = `list_slice(latest_values, ${last - size + 1}, ${last})`;
    const values = of === "value" ? window : `list_transform(${window}, lambda value: ${of})`;
    return `list_${aggregate}(${values})`;
  }
}
