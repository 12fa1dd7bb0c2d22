/** The window columns that one metric's automations need, each worked out once however many share it. */
export class WindowColumns {
  readonly #columns = new Map<string, string>();
  readonly #order: string;

  /** @param order how values are partitioned and ordered, as inside `OVER (…)` */
  constructor(order: string) {
    this.#order = order;
  }

  /** The latest value but `back`; null where there are fewer. */
  value(back: number): string {
    return back === 0
      ? "value"
      : this.#add(`value_${back}_back`, `lag(value, ${back}) OVER (${this.#order})`);
  }

  /** `aggregate` of `size` values, the latest `skip` left out. NaN if there is one among them. */
  over(
    aggregate: "sum" | "max" | "min",
    of: "value" | "abs(value)" | "value * value",
    size: number,
    skip = 0,
  ): string {
    if (size === 1 && of === "value") return this.value(skip);
    const what = of === "value" ? "" : of === "abs(value)" ? "size_" : "square_";
    const name = `${aggregate}_${what}${size}${skip === 0 ? "" : `_before_${skip}`}`;
    const last = skip === 0 ? "CURRENT ROW" : `${skip} PRECEDING`;
    const frame = `OVER (${this.#order} ROWS BETWEEN ${size + skip - 1} PRECEDING AND ${last})`;
    // NaN counts as the greatest of all, so a minimum finds it only as a maximum of opposites.
    const sql = aggregate === "min" ? `-max(-value) ${frame}` : `${aggregate}(${of}) ${frame}`;
    return this.#add(name, sql);
  }

  /** `<expression> AS <name>`, for a SELECT. */
  get select(): string[] {
    return [...this.#columns].map(([name, sql]) => `${sql} AS ${name}`);
  }

  #add(name: string, sql: string): string {
    this.#columns.set(name, sql);
    return name;
  }
}
