import { describe, expect, it } from "vitest";
import { MAX_DEPTH, MAX_VALUES, measureJson, readJson } from "../../../src/model/json-input.js";

/** The issues' paths and messages, in short. */
function refused(value: unknown): string[] {
  const read = readJson(value, ["payload"]);
  return "issues" in read ? read.issues.map(({ path, message }) => `${path.join(".")} ${message}`) : [];
}

const nested = (depth: number) => {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 ? { a: value } : [value];
  return value;
};

describe("readJson", () => {
  it("takes a zero for a zero, as JSON.stringify does", () => {
    expect(readJson({ zero: [-0] }, [])).toMatchObject({ value: { zero: [0] } });
  });

  it("gives a copy that is frozen all the way down", () => {
    const given = { a: [{ b: 1 }], c: null, d: "x", e: false };
    const read = readJson(given, []);
    if ("issues" in read) throw new Error("refused");
    expect(read.value).toEqual(given);
    given.a[0] = { b: 2 };
    expect(read.value).toEqual({ a: [{ b: 1 }], c: null, d: "x", e: false });
    const { a } = read.value as { a: object[] };
    expect([read.value, a, a[0]].every(Object.isFrozen)).toBe(true);
    expect(Object.isFrozen(given.a)).toBe(false);
  });

  it("measures depth and number of values", () => {
    const value = { a: [1, { b: null }] };
    expect(readJson(value, [])).toMatchObject({ measure: { depth: 3, values: 5 } });
    expect(measureJson(value)).toEqual({ depth: 3, values: 5 });
    expect(readJson(7, [])).toMatchObject({ measure: { depth: 0, values: 1 } });
    expect(measureJson(7)).toEqual({ depth: 0, values: 1 });
  });

  it("lists what JSON can't hold, with its path and without its content", () => {
    const value = {
      a: [Number.NaN, -Infinity],
      b: undefined,
      c: () => "canary",
      d: new Date(0),
      e: new Map([["canary", 1]]),
      f: 1n,
      g: Symbol("canary"),
    };
    expect(refused(value)).toEqual([
      "payload.a.0 must be a finite number: JSON has no NaN",
      "payload.a.1 must be a finite number: JSON has no -Infinity",
      "payload.b must be a JSON value, got nothing",
      "payload.c must be a JSON value, got a function",
      "payload.d must be a JSON value, got a Date",
      "payload.e must be a JSON value, got a Map",
      "payload.f must be a JSON value, got a bigint",
      "payload.g must be a JSON value, got a symbol",
    ]);
  });

  it("refuses a value that contains itself, and takes one that is used twice", () => {
    const cycle: Record<string, unknown> = { a: [] };
    cycle.a = [cycle];
    expect(refused(cycle)).toEqual(["payload.a.0 must not contain itself"]);
    const shared = { x: 1 };
    expect(refused([shared, shared])).toEqual([]);
  });

  it("refuses what is too deep, without overflowing the stack", () => {
    expect(refused(nested(MAX_DEPTH))).toEqual([]);
    for (const depth of [MAX_DEPTH + 1, 100_000]) {
      expect(refused(nested(depth))).toEqual(["payload must be nested at most 500 deep, got more"]);
    }
  });

  it("refuses what is too large, also where a few objects are used over and over", () => {
    const message = "payload must hold at most 100000 values, got more";
    expect(refused(new Array(MAX_VALUES).fill(0))).toEqual([message]);
    expect(refused(new Array(MAX_VALUES - 1).fill(0))).toEqual([]);
    let doubled: unknown = "x";
    for (let i = 0; i < 60; i++) doubled = [doubled, doubled];
    expect(refused(doubled)).toEqual([message]);
  });

  it("stops after ten issues", () => {
    expect(refused(new Array(1000).fill(Number.NaN))).toHaveLength(10);
  });

  it("keeps __proto__ and constructor as keys like any other", () => {
    const text = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
    const read = readJson(JSON.parse(text), []);
    if ("issues" in read) throw new Error("refused");
    expect(JSON.stringify(read.value)).toBe(text);
    expect(Object.getPrototypeOf(read.value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("takes objects without a prototype, and those of another realm", () => {
    const bare = Object.assign(Object.create(null), { a: 1 });
    expect(refused(bare)).toEqual([]);
    const realmPrototype = Object.create(null);
    expect(refused(Object.assign(Object.create(realmPrototype), { a: 1 }))).toEqual([]);
  });
});
