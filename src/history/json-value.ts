import { setOwn } from "./own-property.js";

/**
 * What `JSON.parse` can't do for W&B's JSON: reads the bare tokens `NaN`, `Infinity` and `-Infinity`, and
 * keeps integers beyond ±(2^53 − 1) exact as BigInt. Everything else is as in `JSON.parse`, which is
 * tried first because it is much faster.
 *
 * @throws SyntaxError if the text is no JSON even so
 */
export function parseJsonValue(text: string): unknown {
  const value = parseFast(text);
  if (value === undefined || (holdsUnsafeInteger(value) && UNSAFE_INTEGER.test(text))) {
    return new JsonReader(text).document();
  }
  return value;
}

/**
 * The value of a JSON text that may have bare tokens, its large integers rounded; undefined if only
 * a slower way can tell.
 */
export function parseFast(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return parseBareTokens(text);
  }
}

/** A bare token where a value may stand, or inside a text that looks like it. */
const BARE_TOKEN = /([:,[]\s*)(NaN|-?Infinity)(?=\s*[,}\]])/g;
const MARKED: ReadonlyMap<string, number> = new Map([
  ["\0NaN", Number.NaN],
  ["\0Infinity", Number.POSITIVE_INFINITY],
  ["\0-Infinity", Number.NEGATIVE_INFINITY],
]);

/**
 * Makes the tokens strings that begin with a zero character, parses, and makes them numbers. Inside a text, the quote that is put
 * in ends the text and a backslash follows, which is never JSON: no text can be changed unnoticed.
 */
function parseBareTokens(text: string): unknown {
  if (text.includes("\\u0000")) return undefined;
  const marked = text.replace(BARE_TOKEN, '$1"\\u0000$2"');
  if (marked === text) return undefined;
  try {
    return unmark(JSON.parse(marked), 0);
  } catch {
    return undefined;
  }
}

function unmark(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) throw new RangeError("too deep");
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key];
    if (typeof inner === "string") {
      if (inner.charCodeAt(0) === 0)
        setOwn(value as Record<string, unknown>, key, MARKED.get(inner) ?? inner);
    } else unmark(inner, depth + 1);
  }
  return value;
}

/** Sixteen digits or more that aren't a fraction's: perhaps an integer that a double can't hold. */
const UNSAFE_INTEGER = /(?<![\d.])\d{16}(?!\d*[.eE])/;

/**
 * Whether a parsed value holds integers so large that they may be rounded. Towers of objects count as such, rather
 * than exhaust the stack.
 */
export function holdsUnsafeInteger(value: unknown, depth = 0): boolean {
  if (typeof value === "number") return isUnsafe(value);
  if (typeof value !== "object" || value === null) return false;
  if (depth > MAX_DEPTH) return true;
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key];
    if (typeof inner === "number") {
      if (isUnsafe(inner)) return true;
    } else if (typeof inner === "object" && holdsUnsafeInteger(inner, depth + 1)) return true;
  }
  return false;
}

function isUnsafe(value: number): boolean {
  return (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) && Number.isInteger(value);
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
