import { type Aggregate, type Aggregated, columnName, framed, type RowWindows } from "./window-columns.js";

const ORDER = "PARTITION BY run ORDER BY place";

/** Windows as aggregates over frames, and their values as lists: how Spark does it. */
export class FrameColumns implements RowWindows {
  readonly #columns = new Map<string, string>([["pos", `row_number() OVER (${ORDER})`]]);

  over(aggregate: Aggregate, of: Aggregated, size: number, skip = 0): string {
    if (size === 1 && of === "value" && skip === 0) return "value";
    if (size === 1 && of === "value") {
      return this.#add(`value_${skip}_back`, `lag(value, ${skip}) OVER (${ORDER})`);
    }
    const sql = framed(aggregate, of, { size, skip, order: ORDER });
    return this.#add(columnName(aggregate, of, size, skip), sql);
  }

  full(needed: number): string {
    return `pos >= ${needed}`;
  }

  /** A list that ends with the latest `needed` values. */
  values(needed: number): string {
    const frame = `(${ORDER} ROWS BETWEEN ${needed - 1} PRECEDING AND CURRENT ROW)`;
    return this.#add("latest_values", `collect_list(value) OVER ${frame}`);
  }

  /** `<expression> AS <name>` over the rows of the run. */
  get framed(): readonly string[] {
    return [...this.#columns].map(([name, sql]) => `${sql} AS ${name}`);
  }

  #add(name: string, sql: string): string {
    this.#columns.set(name, sql);
    return name;
  }
}
