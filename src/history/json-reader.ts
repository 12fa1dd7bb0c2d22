import { parseNumber } from "./json-number.js";
import { setOwn } from "./own-property.js";

/** Deeper is refused: no row that anyone logged is nested like this. */
export const MAX_DEPTH = 2000;
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

/** Reads JSON with bare tokens and exact integers character by character: slow, and strict otherwise. */
export class JsonReader {
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
