import { GRID } from "./exact-verdict.js";
import { EPSILON } from "./rounding.js";
import { type Aggregate, type Aggregated, columnName, framed, type RowWindows } from "./window-columns.js";

const ORDER = "PARTITION BY run_key ORDER BY place";

/** What is added up from a run's first value on, as SQL; a NaN is no number, which is null. */
const RUNNING = {
  total: "sum(number)",
  square_total: "sum(number * number)",
  numbers: "count(number)",
  end_place: "max(place)",
} as const;

/**
 * Windows as differences of running totals, which Spark finds in the same time for windows of any size, where frames
 * take it an addition per value and columns of earlier values even longer. Totals are rounded with every value of
 * the run, and say by how much at most; minima and maxima are aggregates over frames.
 */
export class RunningColumns implements RowWindows {
  readonly #framed: Map<string, string>;
  readonly #derived = new Map<string, string>();
  readonly #names: boolean;

  /**
   * @param of whose frames these are as well
   * @param names whether what is worked out from frames has names, or stands wherever it is used
   */
  constructor({ of, names = true }: { readonly of?: RunningColumns; readonly names?: boolean } = {}) {
    this.#framed = of ? of.#framed : new Map();
    this.#names = names;
  }

  over(aggregate: Aggregate, of: Aggregated, size: number, skip = 0): string {
    if (size === 1 && of === "value") {
      return skip === 0 ? "value" : this.#frame(`value_${skip}_back`, `lag(value, ${skip}) OVER (${ORDER})`);
    }
    const name = columnName(aggregate, of, size, skip);
    if (aggregate !== "sum") return this.#frame(name, framed(aggregate, of, { size, skip, order: ORDER }));
    const what = of === "value" ? "total" : "square_total";
    return this.#derive(name, `${this.#upTo(what, skip)} - ${this.#upTo(what, size + skip)}`);
  }

  full(needed: number): string {
    return `${this.#frame("pos", `row_number() OVER (${ORDER})`)} >= ${needed}`;
  }

  /** Whether there is a NaN among the latest values, of which there must be so many. */
  hasNaN(count: number): string {
    return `${this.#upTo("numbers", 0)} - ${this.#upTo("numbers", count)} < ${count}`;
  }

  /** No less than the sum of magnitudes of all values so far, but for rounding; infinite after an infinity. */
  magnitudes(): string {
    return this.#frame("magnitudes", `sum(abs(number)) OVER (${upTo(0)})`);
  }

  /** The sum of all squares so far. */
  squares(): string {
    return this.#upTo("square_total", 0);
  }

  /** Whether all values so far are multiples of 1/1024: sums of them aren't rounded while they are small. */
  onGrid(): string {
    const even = `value * ${GRID}D = rint(value * ${GRID}D)`;
    return this.#frame("on_grid", `bool_and(${even}) OVER (${upTo(0)})`);
  }

  /** By how much at most rounding can have moved any difference of totals: twice as much, to be generous. */
  slack(): string {
    this.full(1);
    return this.#derive("slack", `${4 * EPSILON}D * (pos + 8D) * ${this.magnitudes()}`);
  }

  /** The same for totals of squares. */
  squareSlack(): string {
    this.full(1);
    return this.#derive("square_slack", `${4 * EPSILON}D * (pos + 8D) * ${this.squares()}`);
  }

  /** A place before which none of the latest `needed` values is. */
  firstPlace(needed: number): string {
    const begin = this.#frame("begin_place", `min(place) OVER (${upTo(0)})`);
    this.#frame(`end_place_before_${needed}`, `${RUNNING.end_place} OVER (${upTo(needed)})`);
    return `coalesce(end_place_before_${needed}, ${begin})`;
  }

  /** `<expression> AS <name>` over the rows of the run. */
  get framed(): readonly string[] {
    return named(this.#framed);
  }

  /** `<expression> AS <name>` over what `framed` names. */
  get derived(): readonly string[] {
    return named(this.#derived);
  }

  /** A running total without the latest `skip` values. */
  #upTo(what: keyof typeof RUNNING, skip: number): string {
    if (skip === 0) return this.#frame(what, `${RUNNING[what]} OVER (${upTo(0)})`);
    const name = this.#frame(`${what}_before_${skip}`, `${RUNNING[what]} OVER (${upTo(skip)})`);
    // Before the first value, a sum is null.
    return `coalesce(${name}, 0)`;
  }

  #frame(name: string, sql: string): string {
    this.#framed.set(name, sql);
    return name;
  }

  #derive(name: string, sql: string): string {
    if (!this.#names) return `(${sql})`;
    this.#derived.set(name, sql);
    return name;
  }
}

function upTo(skip: number): string {
  return `${ORDER} ROWS BETWEEN UNBOUNDED PRECEDING AND ${skip === 0 ? "CURRENT ROW" : `${skip} PRECEDING`}`;
}

function named(columns: ReadonlyMap<string, string>): readonly string[] {
  return [...columns].map(([name, sql]) => `${sql} AS ${name}`);
}
