import type { Dialect } from "../dialect.js";
import { type Aggregate, type Aggregated, columnName, framed, type RowWindows } from "./window-columns.js";

/** Up to so many values, the greatest of columns is cheaper than the greatest in a frame. */
const MOST_COMPARED = 32;

/**
 * Windows as columns of earlier values, which DuckDB finds far cheaper than sums over frames, from which everything
 * else is worked out row by row; those that reach back too far, as aggregates over frames.
 */
export class LagColumns implements RowWindows {
  readonly #framed = new Map<string, string>();
  readonly #derived = new Map<string, string>();
  readonly #sizes = new Map<string, string>();
  readonly #partition: string;
  readonly #order: string;
  readonly #reach: number;
  readonly #most: number;
  readonly #alike: boolean;

  /**
   * @param key the column that tells rows of one run
   * @param reach how many values a window may reach back to be worked out from earlier values
   * @param needs how many values the conditions need
   */
  constructor(key: string, reach: number, needs: readonly number[]) {
    this.#partition = `PARTITION BY ${key}`;
    this.#order = `${this.#partition} ORDER BY place`;
    this.#reach = reach;
    this.#most = Math.max(...needs);
    this.#alike = needs.every((needed) => needed === this.#most);
  }

  /** Whether a window's values are all columns of its row. */
  reaches(needed: number): boolean {
    return needed <= this.#reach;
  }

  over(aggregate: Aggregate, of: Aggregated, size: number, skip = 0): string {
    if (size === 1 && of === "value") return this.#value(skip);
    const name = columnName(aggregate, of, size, skip);
    if (size + skip > (aggregate === "sum" ? this.#reach : Math.max(this.#reach, MOST_COMPARED))) {
      return this.#frame(name, framed(aggregate, of, { size, skip, order: this.#order }));
    }
    const values = Array.from({ length: size }, (_, i) => of.replaceAll("value", this.#value(skip + i)));
    (of === "abs(value)" ? this.#sizes : this.#derived).set(name, aggregated(aggregate, values));
    return name;
  }

  derive(name: string, sql: string): string {
    this.#derived.set(name, sql);
    return name;
  }

  full(needed: number): string {
    if (this.reaches(needed)) return `${this.#value(needed - 1)} IS NOT NULL`;
    if (this.#alike) return `${this.#backPlace()} IS NOT NULL`;
    return `${this.#frame("pos", `row_number() OVER (${this.#order})`)} >= ${needed}`;
  }

  /** A list of the values that any condition needs, the latest last. */
  values(d: Dialect): string {
    return d.list(...Array.from({ length: this.#most }, (_, i) => this.#value(this.#most - 1 - i)));
  }

  /** Where the oldest of them is; where the run begins, if it has fewer. */
  firstPlace(): string {
    if (this.#alike) return this.#backPlace();
    const begin = this.#frame("begin_place", `min(place) OVER (${this.#partition})`);
    return `coalesce(${this.#backPlace()}, ${begin})`;
  }

  /** The largest magnitude of a finite value in the whole run. */
  largest(): string {
    const finite = "CASE WHEN isfinite(value) THEN abs(value) ELSE 0 END";
    return this.#frame("largest", `max(${finite}) OVER (${this.#partition})`);
  }

  /** `<expression> AS <name>` over the rows of the run. */
  get framed(): readonly string[] {
    return named(this.#framed);
  }

  /** `<expression> AS <name>` over what `framed` names. */
  get derived(): readonly string[] {
    return named(this.#derived);
  }

  /** The same for sums of magnitudes, which few rows need. */
  get sizes(): readonly string[] {
    return named(this.#sizes);
  }

  #backPlace(): string {
    return this.#frame("back_place", `lag(place, ${this.#most - 1}) OVER (${this.#order})`);
  }

  #frame(name: string, sql: string): string {
    this.#framed.set(name, sql);
    return name;
  }

  #value(back: number): string {
    if (back === 0) return "value";
    return this.#frame(`value_${back}_back`, `lag(value, ${back}) OVER (${this.#order})`);
  }
}

function named(columns: ReadonlyMap<string, string>): readonly string[] {
  return [...columns].map(([name, sql]) => `${sql} AS ${name}`);
}

function aggregated(aggregate: Aggregate, values: readonly string[]): string {
  if (aggregate === "sum") return values.join(" + ");
  return aggregate === "max"
    ? `greatest(${values.join(", ")})`
    : `-greatest(${values.map((value) => `-${value}`).join(", ")})`;
}
