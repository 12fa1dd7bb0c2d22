import { isAscii, isUtf8 } from "node:buffer";
import { holdsUnsafeInteger, parseFast } from "../json-value.js";
import type { ByteWindow } from "../range-cursor.js";
import type { JsonSplitter, SplitterOptions } from "./json-splitter.js";
import { TextParser } from "./text-parser.js";

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/**
 * Splits JSON lines. A window's lines are parsed as one JSON array, which is what makes this as fast as
 * `JSON.parse` alone; where that fails, or can't be trusted, they are parsed one by one.
 */
export class JsonLines implements JsonSplitter {
  readonly #options: SplitterOptions;
  readonly #parser: TextParser;
  #line = 1;
  #range = 0;
  #at = 0;
  #ends: number[] = [];

  constructor(options: SplitterOptions) {
    this.#options = options;
    this.#parser = new TextParser(options);
  }

  decode({ bytes, offset }: ByteWindow): void {
    const range = this.#options.ranges?.[this.#range];
    if (range?.start === offset) {
      this.end();
      this.#line = range.line;
      this.#range += 1;
    }
    this.#at = offset + bytes.length;
    let start = 0;
    if (this.#parser.kept > 0) {
      const end = bytes.indexOf(NEWLINE);
      if (end >= 0) this.#one(bytes.subarray(0, end), offset + end);
      start = end < 0 ? bytes.length : end + 1;
      if (end < 0) this.#parser.keep(bytes, this.#line);
    }
    const last = bytes.lastIndexOf(NEWLINE);
    if (last >= start) this.#several(bytes, start, last, offset);
    if (last >= start) start = last + 1;
    if (start < bytes.length) this.#parser.keep(bytes.subarray(start), this.#line);
  }

  end(): void {
    if (this.#parser.kept > 0) this.#one(Buffer.alloc(0), this.#at, true);
  }

  #one(bytes: Buffer, end: number, cut = false): void {
    this.#parser.parse(bytes, this.#line++, end, cut);
  }

  /** The lines from `start` to `end`, which is where the last one's newline is. */
  #several(bytes: Buffer, start: number, end: number, offset: number): void {
    const ends = this.#ends;
    let count = 0;
    let plain = beginsRow(bytes, start);
    for (let at = bytes.indexOf(NEWLINE, start); ; at = bytes.indexOf(NEWLINE, at + 1)) {
      ends[count++] = at;
      plain &&= (bytes[at - 1] === RETURN ? bytes[at - 2] : bytes[at - 1]) === CLOSE;
      if (at === end) break;
      plain &&= beginsRow(bytes, at + 1);
    }
    const values = plain ? this.#parseTogether(bytes, start, count) : undefined;
    for (let i = 0; i < count; i++) {
      const from = i === 0 ? start : ends[i - 1]! + 1;
      const to = ends[i]!;
      if (values === undefined || holdsUnsafeInteger(values[i]))
        this.#one(bytes.subarray(from, to), offset + to);
      else this.#options.take(values[i], this.#line++, offset + from, offset + to);
    }
  }

  /**
   * One value per line, or undefined if the lines aren't one object each. Damaged lines can't make sense
   * together: only in an array may an object follow a comma, so there must be none; and a text left open
   * would end at the quote that begins the next line's first key, with the key's name behind it.
   */
  #parseTogether(bytes: Buffer, start: number, count: number): readonly unknown[] | undefined {
    const end = this.#ends[count - 1]!;
    const lines = bytes.subarray(start, end);
    if (lines.includes(OPEN_ARRAY)) return undefined;
    const encoding = isAscii(lines) ? "latin1" : isUtf8(lines) ? "utf8" : undefined;
    if (encoding === undefined) return undefined;
    for (let i = 0; i < count - 1; i++) bytes[this.#ends[i]!] = COMMA;
    // The newlines before and behind make room for the brackets: a text put together anew would be copied once more.
    bytes[end] = CLOSE_ARRAY;
    if (start > 0) bytes[start - 1] = OPEN_ARRAY;
    const text = bytes.toString(encoding, Math.max(0, start - 1), end + 1);
    const values = parseFast(start > 0 ? text : `[${text}`);
    return Array.isArray(values) && values.length === count ? values : undefined;
  }
}

/** `{"` and a character that can't stand behind a text: the beginning of nearly every row. */
function beginsRow(bytes: Buffer, at: number): boolean {
  return bytes[at] === OPEN && bytes[at + 1] === QUOTE && bytes[at + 2]! > COLON && bytes[at + 2] !== CLOSE;
}
