import { describe, expect, it } from "vitest";
import { parseJsonValue } from "../../../src/history/json-value.js";

describe("parseJsonValue", () => {
  it("reads bare NaN and infinities wherever a value may be, and not inside strings", () => {
    expect(parseJsonValue('{"a": NaN, "b": [Infinity, -Infinity], "s": "NaN, Infinity"}')).toEqual({
      a: Number.NaN,
      b: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      s: "NaN, Infinity",
    });
    expect(parseJsonValue(" NaN ")).toBeNaN();
  });

  it("keeps big integers exact, and only them BigInt", () => {
    expect(
      parseJsonValue(
        "[1152921504606846976, -9223372036854775808, 9007199254740991, 9007199254740993, 1.7952543473976643, 12345678901234567890.5, 1234567890123456789e3, 1e400]",
      ),
    ).toEqual([
      1152921504606846976n,
      -9223372036854775808n,
      9007199254740991,
      9007199254740993n,
      1.7952543473976643,
      Number("12345678901234567890.5"),
      Number("1234567890123456789e3"),
      Number.POSITIVE_INFINITY,
    ]);
  });

  it("reads what JSON.parse reads when the slow way is forced", () => {
    const values = [
      '{"a":{"b":[1,-2.5e-3,0,-0,true,false,null,"x\\"\\\\\\u00e9\\n"]},"":{},"e":[]}',
      '"\\\\\\\\"',
      "[ ]",
      "{ }",
      "  [ 1 , 2 ]  ",
    ];
    for (const text of values) {
      expect(parseJsonValue(`[NaN, ${text}]`)).toEqual([Number.NaN, JSON.parse(text)]);
    }
  });

  it("keeps __proto__ as a key both ways", () => {
    for (const text of ['{"__proto__": {"x": 1}}', '{"__proto__": {"x": NaN}}']) {
      const value = parseJsonValue(text) as object;
      expect(Object.keys(value)).toEqual(["__proto__"]);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect((value as { x?: number }).x).toBeUndefined();
    }
  });

  it.each([
    "",
    " ",
    "nan",
    "NaN1",
    "+Infinity",
    "[1,]",
    "{a:1}",
    '{"a" 1}',
    '{"a":1',
    "[1",
    '"abc',
    "01",
    "1.",
    "NaN NaN",
    "[NaN,]",
    "\0",
    "-",
    '{"a":NaN,}',
  ])("refuses %j", (text) => {
    expect(() => parseJsonValue(text)).toThrow(SyntaxError);
  });

  it("refuses towers of brackets and takes long strings and digits in bounded time", () => {
    expect(() => parseJsonValue(`${"[".repeat(1e6)}NaN`)).toThrow(/deeper than/);
    expect(parseJsonValue(`[NaN, "${'\\"'.repeat(1e6)}"]`)).toHaveLength(2);
    expect(parseJsonValue("9".repeat(1e6))).toBe(Number.POSITIVE_INFINITY);
  });
});
