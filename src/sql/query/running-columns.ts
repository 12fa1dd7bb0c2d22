import { GRID } from "./exact-verdict.js";
import { EPSILON } from "./rounding.js";
import { type Aggregate, type Aggregated, columnName, framed, type RowWindows } from "./window-columns.js";

const ORDER = "PARTITION BY run_key ORDER BY place";

/** Two counts in one column, of which each takes Spark as long as a sum: values that are no multiples of 1/1024 by this. */
const OFF_GRID = 2 ** 32;

/** The column that is added up: the logged value itself, where nothing else is made of it. */
export type Summed = "value" | "number";

/**
 * Windows as differences of running totals, which Spark finds in the same time for windows of any size, where frames
 * take it an addition per value and columns of earlier values even longer. Totals are rounded with every value of
 * the run, and say by how much at most; minima and maxima are aggregates over frames.
 */
export class RunningColumns implements RowWindows {
  readonly #framed: Map<string, string>;
  readonly #derived = new Map<string, string>();
  readonly #names: boolean;
  readonly #number: Summed | undefined;

  /**
   * @param number the column of what is added up, where anything is, so that rounding matters: null for a NaN
   * @param of whose frames these are as well; what is worked out from them then has no names, but stands wherever it is
   *   used
   */
  constructor(number: Summed | undefined, of?: RunningColumns) {
    this.#framed = of ? of.#framed : new Map();
    this.#names = of === undefined;
    this.#number = number;
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
    return `${this.#position()} >= ${needed}`;
  }

  /** Whether the latest value is no NaN. */
  isNumber(): string {
    return this.#number === "value" ? "value IS NOT NULL" : "NOT isnan(value)";
  }

  /** Whether there is a NaN among the latest values, of which there must be so many. */
  hasNaN(count: number): string {
    const latest = this.#frame(
      "nan_place",
      `max(CASE WHEN ${this.#number} IS NULL THEN place END) OVER (${upTo(0)})`,
    );
    return `coalesce(${latest} > ${this.placeBefore(count)}, ${latest} IS NOT NULL)`;
  }

  /** No less than the sum of magnitudes of all values so far, but for rounding; infinite after an infinity. */
  magnitudes(): string {
    return this.#frame("magnitudes", `sum(abs(${this.#number})) OVER (${upTo(0)})`);
  }

  /** The sum of all squares so far. */
  squares(): string {
    return this.#upTo("square_total", 0);
  }

  /** Whether all values so far are multiples of 1/1024: sums of them aren't rounded while they are small. */
  onGrid(): string {
    return `${this.#counts()} < ${OFF_GRID}`;
  }

  /** By how much at most rounding can have moved any difference of totals: twice as much, to be generous. */
  slack(): string {
    return this.#derive("slack", `${4 * EPSILON}D * (${this.#position()} + 8D) * ${this.magnitudes()}`);
  }

  /** The same for totals of squares. */
  squareSlack(): string {
    return this.#derive("square_slack", `${4 * EPSILON}D * (${this.#position()} + 8D) * ${this.squares()}`);
  }

  /** Where the last value before the latest `count` is; null where there is none. */
  placeBefore(count: number): string {
    return this.#frame(`end_place_before_${count}`, `max(place) OVER (${upTo(count)})`);
  }

  /** `<expression> AS <name>` over the rows of the run. */
  get framed(): readonly string[] {
    return named(this.#framed);
  }

  /** `<expression> AS <name>` over what `framed` names. */
  get derived(): readonly string[] {
    return named(this.#derived);
  }

  /** How many values the run has logged so far. */
  #position(): string {
    if (!this.#number) return this.#frame("pos", `row_number() OVER (${ORDER})`);
    return `(${this.#counts()} & ${OFF_GRID - 1})`;
  }

  /** How many values there were so far, and how many off the grid. */
  #counts(): string {
    const even = `${this.#number} IS NULL OR ${this.#number} * ${GRID}D = rint(${this.#number} * ${GRID}D)`;
    return this.#frame("counts", `sum(CASE WHEN ${even} THEN 1 ELSE ${OFF_GRID + 1} END) OVER (${upTo(0)})`);
  }

  /** A running total without the latest `skip` values. */
  #upTo(what: "total" | "square_total", skip: number): string {
    const addend = what === "total" ? this.#number : `${this.#number} * ${this.#number}`;
    const sum = `sum(${addend}) OVER (${upTo(skip)})`;
    if (skip === 0) return this.#frame(what, sum);
    // A frame of its own takes Spark longer than what this is rounded by adds to its doubts. No row that is judged is NaN.
    if (skip === 1) return `(${this.#upTo(what, 0)} - ${what === "total" ? "value" : "value * value"})`;
    const name = this.#frame(`${what}_before_${skip}`, sum);
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
