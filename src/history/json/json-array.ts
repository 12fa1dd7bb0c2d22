import type { ByteWindow } from "../range-cursor.js";
import type { JsonSplitter, SplitterOptions } from "./json-splitter.js";
import { TextParser } from "./text-parser.js";

const NEWLINE = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Splits one JSON array, of any size and however it is laid out, into its elements. */
export class JsonArray implements JsonSplitter {
  readonly #options: SplitterOptions;
  readonly #parser: TextParser;
  #expecting: "array" | "element" | "comma" | "nothing";
  #line = 1;
  #range = 0;
  /**
   * What the element at hand is, if there is one, how deep in its brackets it is, and the line it begins in.
   */
  #element: "brackets" | "string" | "scalar" | undefined;
  #depth = 0;
  #elementLine = 0;
  #inString = false;
  #escaped = false;

  constructor(options: SplitterOptions) {
    this.#options = options;
    this.#parser = new TextParser(options);
    this.#expecting = options.ranges === undefined ? "array" : "element";
  }

  decode({ bytes, offset }: ByteWindow): void {
    const range = this.#options.ranges?.[this.#range];
    if (range?.start === offset) {
      this.#line = range.line;
      this.#range += 1;
      this.#expecting = "element";
    }
    let start = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === NEWLINE) this.#line += 1;
      if (this.#element === "scalar") {
        if (byte > SPACE && byte !== COMMA && byte !== CLOSE_ARRAY) continue;
        this.#finish(bytes.subarray(start, at), offset + at);
      } else if (this.#element !== undefined) {
        if (this.#goesOn(byte)) continue;
        this.#finish(bytes.subarray(start, at + 1), offset + at + 1);
        continue;
      }
      if (this.#begins(byte)) start = at;
    }
    if (this.#element !== undefined) this.#parser.keep(bytes.subarray(start), this.#elementLine);
    if (range !== undefined && this.#element === "scalar")
      this.#finish(Buffer.alloc(0), offset + bytes.length);
  }

  end(): void {
    const { report, ranges } = this.#options;
    if (this.#element !== undefined) this.#parser.parse(Buffer.alloc(0), this.#elementLine, 0, true);
    else if (this.#expecting !== "nothing" && ranges === undefined) {
      report({ code: "truncated", line: this.#line, message: "the file ends before its array does" });
    }
  }

  #finish(last: Buffer, end: number): void {
    this.#element = undefined;
    this.#parser.parse(last, this.#elementLine, end);
  }

  /** Whether an element in brackets or quotes goes on behind this byte of it. */
  #goesOn(byte: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inString = false;
      return this.#inString || this.#depth > 0;
    }
    if (byte === QUOTE) this.#inString = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) this.#depth -= 1;
    return this.#depth > 0;
  }

  /** Takes a byte between elements; true if an element begins with it. */
  #begins(byte: number): boolean {
    if (byte <= SPACE) return false;
    if (this.#expecting === "array") {
      // What isn't the bracket is the mark of UTF-8; the first byte was looked at before.
      if (byte === OPEN_ARRAY) this.#expecting = "element";
    } else if (this.#expecting === "nothing") {
      this.#odd("there is more text behind the array");
    } else if (byte === CLOSE_ARRAY) {
      this.#expecting = "nothing";
    } else if (byte === COMMA) {
      if (this.#expecting === "element") this.#odd("there is a comma too many");
      this.#expecting = "element";
    } else {
      if (this.#expecting === "comma") this.#odd("there is no comma between two rows");
      this.#expecting = "comma";
      this.#elementLine = this.#line;
      this.#inString = byte === QUOTE;
      this.#depth = byte === OPEN_OBJECT || byte === OPEN_ARRAY ? 1 : 0;
      this.#element = this.#depth > 0 ? "brackets" : this.#inString ? "string" : "scalar";
      return true;
    }
    return false;
  }

  #odd(message: string): void {
    this.#options.report({ code: "damaged", line: this.#line, message });
  }
}
