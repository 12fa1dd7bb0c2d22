import { setOwn } from "./own-property.js";

/**
 * What `JSON.parse` can't do for W&B's JSON: reads the bare tokens `NaN`, `Infinity` and `-Infinity`, and
 * keeps integers beyond ±(2^53 − 1) exact as BigInt. Everything else is as in `JSON.parse`, which is
 * tried first because it is much faster.
 *
 * @throws SyntaxError if the text is no JSON even so
 */
export function parseJsonValue(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new JsonReader(text).document();
  }
  return holdsUnsafeNumber(value) && UNSAFE_INTEGER.test(text) ? new JsonReader(text).document() : value;
}

/** Sixteen digits or more that aren't a fraction's: perhaps an integer that a double can't hold. */
const UNSAFE_INTEGER = /(?<![\d.])\d{16}(?!\d*[.eE])/;

/**
 * Whether a parsed value holds numbers so large that they may be rounded integers. Towers of objects count as such, rather
 * than exhaust the stack.
 */
export function holdsUnsafeNumber(value: unknown, depth = 0): boolean {
  if (typeof value === "number") return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER;
  if (typeof value !== "object" || value === null) return false;
  if (depth > MAX_DEPTH) return true;
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key];
    if (typeof inner === "number") {
      if (inner > Number.MAX_SAFE_INTEGER || inner < Number.MIN_SAFE_INTEGER) return true;
    } else if (typeof inner === "object" && holdsUnsafeNumber(inner, depth + 1)) return true;
  }
  return false;
}

const MAX_DEPTH = 2000;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;
const WORDS: readonly (readonly [string, unknown])[] = [
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
];

class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    const value = this.#value();
    this.#match(SPACE);
    if (this.#at < this.#text.length) this.#fail("more text after the value");
    return value;
  }

  #value(): unknown {
    this.#match(SPACE);
    const first = this.#text[this.#at];
    if (first === '"') return this.#string();
    if (first === "{") return this.#nested(() => this.#object());
    if (first === "[") return this.#nested(() => this.#array());
    const word = WORDS.find(([name]) => this.#text.startsWith(name, this.#at));
    if (word !== undefined) {
      this.#at += word[0].length;
      return word[1];
    }
    return parseNumber(this.#match(NUMBER) || this.#fail("no value"));
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) this.#fail(`nested deeper than ${MAX_DEPTH} levels`);
    this.#at += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #object(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    if (this.#takes("}")) return object;
    do {
      this.#match(SPACE);
      const key = this.#string();
      if (!this.#takes(":")) this.#fail('no ":" after a key');
      setOwn(object, key, this.#value());
    } while (this.#takes(","));
    if (!this.#takes("}")) this.#fail('no "}"');
    return object;
  }

  #array(): unknown[] {
    const array: unknown[] = [];
    if (this.#takes("]")) return array;
    do array.push(this.#value());
    while (this.#takes(","));
    if (!this.#takes("]")) this.#fail('no "]"');
    return array;
  }

  #string(): string {
    const from = this.#at;
    if (this.#text[from] !== '"') this.#fail("no string");
    let end = from;
    let escaped: boolean;
    do {
      end = this.#text.indexOf('"', end + 1);
      if (end < 0) this.#fail("a string without its closing quote");
      let slashes = end;
      while (this.#text[slashes - 1] === "\\") slashes -= 1;
      escaped = (end - slashes) % 2 === 1;
    } while (escaped);
    this.#at = end + 1;
    return JSON.parse(this.#text.slice(from, end + 1)) as string;
  }

  #takes(mark: string): boolean {
    this.#match(SPACE);
    if (this.#text[this.#at] !== mark) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += found.length;
    return found;
  }

  #fail(what: string): never {
    throw new SyntaxError(`${what} at character ${this.#at + 1}`);
  }
}

/**
 * A JSON number's text as a number, or as BigInt if it is an integer that a number can't hold exactly.
 * Text that is no number gives NaN.
 */
export function parseNumber(text: string): number | bigint {
  const value = Number(text);
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  return /^-?\d+$/.test(text) ? BigInt(text) : value;
}
