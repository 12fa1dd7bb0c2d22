import { type Aggregate, type Aggregated, columnName, framed, type WindowColumns } from "./window-columns.js";

/** The column that counts a run's values. */
export const POSITION = "pos";

/** Windows that end where the run begins, for its first values: aggregates over frames, and few of them. */
export class ClippedColumns implements WindowColumns {
  readonly #framed = new Map<string, string>();
  readonly #order: string;

  /** @param key the column that tells rows of one run */
  constructor(key: string) {
    this.#order = `PARTITION BY ${key} ORDER BY place`;
  }

  over(aggregate: Aggregate, of: Aggregated, size: number, skip = 0): string {
    if (size === 1 && skip === 0 && of === "value") return "value";
    const name = columnName(aggregate, of, size, skip);
    this.#framed.set(name, framed(aggregate, of, { size, skip, order: this.#order }));
    return name;
  }

  count(size: number, skip = 0): string {
    return `least(${size}, ${POSITION} - ${skip})`;
  }

  /** `<expression> AS <name>` over the rows of the run. */
  get framed(): readonly string[] {
    return [...this.#framed].map(([name, sql]) => `${sql} AS ${name}`);
  }
}
