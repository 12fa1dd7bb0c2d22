import { isUtf8 } from "node:buffer";
import { HistoryError } from "../../errors/index.js";
import { MAX_DEPTH } from "../json-reader.js";
import { parseJsonValue } from "../json-value.js";
import type { SplitterOptions } from "./json-splitter.js";
import { isNestedDeeper } from "./nesting.js";

/** A row this long is some other kind of file, and would take many times as much memory once it is parsed. */
const MAX_TEXT_BYTES = 2 ** 26;
const BYTE_ORDER_MARK = /^\uFEFF/;
const BLANK = /^\s*$/;

/**
 * Parses the text of one row after the other; keeps the beginning of a text whose end is in windows to come.
 */
export class TextParser {
  readonly #options: SplitterOptions;
  #parts: Buffer[] = [];
  /** Bytes kept of the text that has begun. */
  kept = 0;

  constructor(options: SplitterOptions) {
    this.#options = options;
  }

  /** Keeps a copy, because windows' memory is used again. */
  keep(part: Buffer, line: number): void {
    this.kept += part.length;
    if (this.kept > MAX_TEXT_BYTES) {
      const message = `a row is longer than ${MAX_TEXT_BYTES} bytes: this is hardly JSON`;
      throw new HistoryError(message, { ...this.#options.place, line });
    }
    if (part.length > 0) this.#parts.push(Buffer.from(part));
  }

  /**
   * Parses what was kept together with `last`, and gives away the value or reports the damage. A blank text
   * is none.
   *
   * @param end where the text ends in the file
   * @param cut whether the file ended before the text did
   */
  parse(last: Buffer, line: number, end: number, cut = false): void {
    const bytes = this.#parts.length === 0 ? last : Buffer.concat([...this.#parts, last]);
    this.#parts = [];
    this.kept = 0;
    const { take, report } = this.#options;
    if (!isUtf8(bytes)) {
      report({ code: "damaged", line, message: "the text isn't UTF-8; the row was skipped" });
      return;
    }
    if (isNestedDeeper(bytes, MAX_DEPTH)) {
      const message = `this is no row: it is nested deeper than ${MAX_DEPTH} levels; it was skipped`;
      report({ code: "damaged", line, message });
      return;
    }
    const text = bytes.toString("utf8").replace(BYTE_ORDER_MARK, "");
    if (BLANK.test(text)) return;
    let value: unknown;
    try {
      value = parseJsonValue(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const what = cut ? "this is no JSON, or the file was cut" : "this is no JSON";
      const message = `${what}: ${error.message}; the row was skipped`;
      report({ code: cut ? "truncated" : "damaged", line, message });
      return;
    }
    take(value, line, end - bytes.length, end);
  }
}
