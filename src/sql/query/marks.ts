/** Automations that share a number, a bit each. */
const BITS = 62;
/** A spot tells the day in so many bits, and the run in those above. */
const DAY_BITS = 31;

/** Days are told apart as far as so many before and after 1970. */
export const LAST_DAY = 2 ** (DAY_BITS - 1) - 1;

/** How marks tell what they are about: in few bytes, for they are read once per day of history. */
export class Marks {
  readonly #automations: number;

  constructor(automations: number) {
    this.#automations = automations;
  }

  /** The type of a mask: no wider than it must be. */
  get type(): string {
    return this.#automations <= 8 ? "UTINYINT" : this.#automations <= 32 ? "UINTEGER" : "BIGINT";
  }

  get #words(): number {
    return Math.ceil(this.#automations / BITS);
  }

  /** Which of a row's masks has the bit of an automation. */
  word(automation: string | number): string {
    return typeof automation === "number" ? `${Math.floor(automation / BITS)}` : `${automation} // ${BITS}`;
  }

  bit(automation: string | number): string {
    return typeof automation === "number"
      ? `CAST(${2n ** BigInt(automation % BITS)} AS BIGINT)`
      : `(CAST(1 AS BIGINT) << (${automation} % ${BITS}))`;
  }

  /** A number for a mask, a run and a day; days beyond the last one count as the last. */
  spot(number: string, word: string, day: string): string {
    const near = `CAST(greatest(least(coalesce(${day}, 0), ${LAST_DAY}), -${LAST_DAY}) AS BIGINT)`;
    return `(CAST(${number} AS BIGINT) * ${this.#words} + ${word}) * ${2 ** DAY_BITS} + ${near} + ${LAST_DAY}`;
  }

  numberAt(spot: string): string {
    return `${spot} // ${2 ** DAY_BITS} // ${this.#words}`;
  }

  wordAt(spot: string): string {
    return `${spot} // ${2 ** DAY_BITS} % ${this.#words}`;
  }
}
