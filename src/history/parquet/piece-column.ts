/**
 * A column's values of one piece after the other. Numbers are kept in memory that is used again for the next piece:
 * an array of what was decoded would be garbage of megabytes each time, and with nulls in it each number an object.
 */
export class PieceColumn {
  length = 0;
  #numbers = new Float64Array(0);
  /** 1 where there is no value. Only looked at where the number is NaN. */
  #missing = new Uint8Array(0);
  /** The values where they aren't all numbers. */
  #others: ArrayLike<unknown> | undefined;

  /** Takes the next piece's values in place of those before. */
  take(values: ArrayLike<unknown>): void {
    this.length = values.length;
    if (values.length > this.#numbers.length) {
      this.#numbers = new Float64Array(values.length);
      this.#missing = new Uint8Array(values.length);
    }
    this.#others = this.#takeNumbers(values) ? undefined : values;
  }

  /** The value of a row of the piece; `undefined` or null where there is none. 64-bit integers are numbers where these are exact. */
  at(place: number): unknown {
    if (this.#others !== undefined) return exactNumber(this.#others[place]);
    const number = this.#numbers[place]!;
    return Number.isNaN(number) && this.#missing[place] === 1 ? undefined : number;
  }

  #takeNumbers(values: ArrayLike<unknown>): boolean {
    const numbers = this.#numbers;
    const missing = this.#missing;
    for (let i = 0; i < values.length; i++) {
      const value = exactNumber(values[i]);
      if (typeof value === "number") {
        numbers[i] = value;
        missing[i] = 0;
      } else if (value === null || value === undefined) {
        numbers[i] = Number.NaN;
        missing[i] = 1;
      } else return false;
    }
    return true;
  }
}

function exactNumber(value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
