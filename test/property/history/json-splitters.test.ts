import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonArray } from "../../../src/history/json/json-array.js";
import { JsonLines } from "../../../src/history/json/json-lines.js";
import type { JsonSplitter, SplitterOptions } from "../../../src/history/json/json-splitter.js";
import { parseJsonValue } from "../../../src/history/json-value.js";
import type { HistoryWarning } from "../../../src/history/run-history.js";

type Make = (options: SplitterOptions) => JsonSplitter;
const makeLines: Make = (options) => new JsonLines(options);
const makeArray: Make = (options) => new JsonArray(options);

/** What a splitter makes of bytes that come in pieces of these lengths, over and over. */
function split(make: Make, bytes: Buffer, lengths: readonly number[]) {
  const values: unknown[] = [];
  const warnings: HistoryWarning[] = [];
  const splitter = make({
    place: {},
    report: (warning) => warnings.push(warning),
    take: (value, _line, start, end) => {
      // The place that comes with a value is where its text is.
      expect(parseJsonValue(bytes.toString("utf8", start, end).trim())).toEqual(value);
      values.push(value);
    },
  });
  for (let at = 0, piece = 0; at < bytes.length; piece++) {
    const end = Math.min(bytes.length, at + lengths[piece % lengths.length]!);
    splitter.decode({ bytes: Buffer.from(bytes.subarray(at, end)), offset: at });
    at = end;
  }
  splitter.end();
  return { values, warnings };
}

const row = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue(), { maxKeys: 5 });
const rows = fc.array(
  row.map((value) => JSON.stringify(value)),
  { maxLength: 12 },
);
const lengths = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 });
const blank = fc.constantFrom("", " ", "\n", "\r\n\t ");

describe("JSON, however it is cut into windows", () => {
  it("gives every line", () => {
    const newline = fc.constantFrom("\n", "\r\n", "\n\n", " \n \n");
    fc.assert(
      fc.property(rows, newline, lengths, (texts, end, pieces) => {
        const { values, warnings } = split(
          makeLines,
          Buffer.from(texts.map((text) => text + end).join("")),
          pieces,
        );
        expect(values).toEqual(texts.map((text) => parseJsonValue(text)));
        expect(warnings).toEqual([]);
      }),
    );
  });

  it("gives every element of an array, of any kind", () => {
    const element = fc.oneof(row, fc.jsonValue()).map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(
        fc.array(element, { maxLength: 12 }),
        blank,
        blank,
        lengths,
        (texts, before, after, pieces) => {
          const text = `${before}[${texts.map((part) => before + part + after).join(",")}]${after}`;
          const { values, warnings } = split(makeArray, Buffer.from(text), pieces);
          expect(values).toEqual(texts.map((part) => parseJsonValue(part)));
          expect(warnings).toEqual([]);
        },
      ),
    );
  });

  it("gives the lines before a cut, and says so unless it hit a line's end", () => {
    fc.assert(
      fc.property(rows, fc.nat(), lengths, (texts, at, pieces) => {
        const whole = Buffer.from(texts.map((text) => `${text}\n`).join(""));
        const bytes = whole.subarray(0, at % (whole.length + 1));
        const complete = bytes.toString("latin1").split("\n").length - 1;
        const { values, warnings } = split(makeLines, bytes, pieces);
        const rest = bytes.subarray(bytes.lastIndexOf("\n") + 1).toString();
        const restIsRow = texts[complete] === rest;
        expect(values).toEqual(
          texts.slice(0, complete + (restIsRow ? 1 : 0)).map((text) => parseJsonValue(text)),
        );
        expect(warnings.length).toBe(rest === "" || restIsRow ? 0 : 1);
      }),
    );
  });

  it("gives no value that isn't a line's own when bytes are damaged", () => {
    fc.assert(
      fc.property(
        rows,
        lengths,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        (texts, pieces, damage) => {
          const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(""));
          for (const [at, byte] of damage) if (bytes.length > 0) bytes[at % bytes.length] = byte;
          const { values, warnings } = split(makeLines, bytes, pieces);
          const lines = bytes
            .toString("latin1")
            .split("\n")
            .filter((line) => line.trim() !== "");
          expect(values.length + warnings.length).toBe(lines.length);
        },
      ),
    );
  });
});
