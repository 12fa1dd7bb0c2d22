import type { Dialect } from "../dialect.js";

export type Aggregate = "sum" | "max" | "min";
export type Aggregated = "value" | "abs(value)" | "value * value";

/** The windows that one metric's automations look at, each worked out once however many share it. */
export interface WindowColumns {
  /** The latest value but `back`; null where there are fewer. */
  value(back: number): string;
  /** `aggregate` of `size` values, the latest `skip` left out. NaN if there is one among them. */
  over(aggregate: Aggregate, of: Aggregated, size: number, skip?: number): string;
  /** Whether a run has logged `needed` values: true or false. */
  full(needed: number): string;
  /** A list that ends with the latest `needed` values; undefined where they must be looked up. */
  values(needed: number): string | undefined;
  /** `<expression> AS <name>` over the rows of the run. */
  readonly framed: readonly string[];
  /** `<expression> AS <name>` over what `framed` names. */
  readonly derived: readonly string[];
}

/** Beyond this many values, sums over frames are cheaper than columns of earlier values. */
const MOST_LAGS = 32;

/** @param needed how many values the longest window holds */
export function windowColumns(needed: number, d: Dialect): WindowColumns {
  return d.listsWindows || needed > MOST_LAGS ? new FrameColumns(d.listsWindows) : new LagColumns(d);
}

/** Whether a window's values come with its row. */
export function comesWithValues(needed: number, d: Dialect): boolean {
  return d.listsWindows || needed <= MOST_LAGS;
}

const SORTED = "PARTITION BY run ORDER BY place";

/** Aggregates over frames. */
class FrameColumns implements WindowColumns {
  readonly #columns = new Map<string, string>([["pos", `row_number() OVER (${SORTED})`]]);
  readonly #lists: boolean;
  readonly derived = [];

  constructor(lists: boolean) {
    this.#lists = lists;
  }

  value(back: number): string {
    return back === 0 ? "value" : this.#add(`value_${back}_back`, `lag(value, ${back}) OVER (${SORTED})`);
  }

  over(aggregate: Aggregate, of: Aggregated, size: number, skip = 0): string {
    if (size === 1 && of === "value") return this.value(skip);
    const last = skip === 0 ? "CURRENT ROW" : `${skip} PRECEDING`;
    const frame = `OVER (${SORTED} ROWS BETWEEN ${size + skip - 1} PRECEDING AND ${last})`;
    // NaN counts as the greatest of all, so a minimum finds it only as a maximum of opposites.
    const sql = aggregate === "min" ? `-max(-value) ${frame}` : `${aggregate}(${of}) ${frame}`;
    return this.#add(columnName(aggregate, of, size, skip), sql);
  }

  full(needed: number): string {
    return `pos >= ${needed}`;
  }

  values(needed: number): string | undefined {
    if (!this.#lists) return undefined;
    const frame = `(${SORTED} ROWS BETWEEN ${needed - 1} PRECEDING AND CURRENT ROW)`;
    return this.#add("latest_values", `collect_list(value) OVER ${frame}`);
  }

  get framed(): readonly string[] {
    return [...this.#columns].map(([name, sql]) => `${sql} AS ${name}`);
  }

  #add(name: string, sql: string): string {
    this.#columns.set(name, sql);
    return name;
  }
}

/** A column per earlier value, from which everything else is worked out row by row. */
class LagColumns implements WindowColumns {
  readonly #lags = new Map<string, string>();
  readonly #derived = new Map<string, string>();
  readonly #d: Dialect;

  constructor(dialect: Dialect) {
    this.#d = dialect;
  }

  value(back: number): string {
    if (back === 0) return "value";
    const name = `value_${back}_back`;
    this.#lags.set(name, `lag(value, ${back}) OVER (${SORTED})`);
    return name;
  }

  over(aggregate: Aggregate, of: Aggregated, size: number, skip = 0): string {
    if (size === 1 && of === "value") return this.value(skip);
    const values = Array.from({ length: size }, (_, i) => of.replaceAll("value", this.value(skip + i)));
    const name = columnName(aggregate, of, size, skip);
    this.#derived.set(name, aggregated(aggregate, values));
    return name;
  }

  full(needed: number): string {
    return `${this.value(needed - 1)} IS NOT NULL`;
  }

  values(needed: number): string {
    return this.#d.list(...Array.from({ length: needed }, (_, i) => this.value(needed - 1 - i)));
  }

  get framed(): readonly string[] {
    return [...this.#lags].map(([name, sql]) => `${sql} AS ${name}`);
  }

  get derived(): readonly string[] {
    return [...this.#derived].map(([name, sql]) => `${sql} AS ${name}`);
  }
}

function aggregated(aggregate: Aggregate, values: readonly string[]): string {
  if (aggregate === "sum") return values.join(" + ");
  return aggregate === "max"
    ? `greatest(${values.join(", ")})`
    : `-greatest(${values.map((value) => `-${value}`).join(", ")})`;
}

function columnName(aggregate: Aggregate, of: Aggregated, size: number, skip: number): string {
  const what = of === "value" ? "" : of === "abs(value)" ? "size_" : "square_";
  return `${aggregate}_${what}${size}${skip === 0 ? "" : `_before_${skip}`}`;
}
