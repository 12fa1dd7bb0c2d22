import { describe, expect, it } from "vitest";
import { loggedValue, metricReader } from "../../../src/history/logged-value.js";

const both = (row: Record<string, unknown>, name: string) => {
  const once = loggedValue(row, name);
  expect(metricReader(name)(row)).toBe(once);
  return once;
};

describe("loggedValue", () => {
  it.each([
    [0, 0],
    [-0, -0],
    [1.5, 1.5],
    [Number.NaN, Number.NaN],
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["-Infinity", Number.NEGATIVE_INFINITY],
    [2n ** 60n, 2 ** 60],
  ])("counts %s", (given, expected) => {
    expect(both({ m: given }, "m")).toBe(expected);
  });

  it.each([null, undefined, true, false, "1", "nan", "inf", "", [], [1], {}, { _type: "histogram" }])(
    "doesn't count %j",
    (given) => {
      expect(both({ m: given }, "m")).toBeUndefined();
    },
  );

  it("prefers the flat key, even one whose value doesn't count", () => {
    expect(both({ "a.b": 1, a: { b: 2 } }, "a.b")).toBe(1);
    expect(both({ "a.b": null, a: { b: 2 } }, "a.b")).toBeUndefined();
    expect(both({ a: { b: { c: 3 } } }, "a.b.c")).toBe(3);
    expect(both({ a: { b: 3 } }, "a.b.c")).toBeUndefined();
    expect(both({ a: null }, "a.b")).toBeUndefined();
  });

  it("sees own properties of objects only", () => {
    expect(both({}, "constructor")).toBeUndefined();
    expect(both({}, "constructor.length")).toBeUndefined();
    expect(both({}, "__proto__")).toBeUndefined();
    expect(both({ a: [1, 2] }, "a.length")).toBeUndefined();
    expect(both({ a: [1, 2] }, "a.0")).toBeUndefined();
    expect(both({ a: "text" }, "a.length")).toBeUndefined();
    expect(both(Object.create({ loss: 1 }) as Record<string, unknown>, "loss")).toBeUndefined();
    expect(both(JSON.parse('{"__proto__": 4, "constructor": 5}'), "__proto__")).toBe(4);
    expect(both(JSON.parse('{"__proto__": 4, "constructor": 5}'), "constructor")).toBe(5);
  });
});
