import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { series } from "../../../src/history/series.js";
import { parseSeries } from "../../../src/history/series-notation.js";

describe("the notation", () => {
  it.each<[string, (number | undefined)[]]>([
    ["1", [1]],
    ["0.9-0.1x5", [0.9, 0.8, 0.7, 0.6, 0.5, 0.4]],
    ["0+1x3", [0, 1, 2, 3]],
    ["-2+4x2", [-2, 2, 6]],
    ["-1-1x1", [-1, -2]],
    ["0.4x3", [0.4, 0.4, 0.4, 0.4]],
    ["5x0", [5]],
    ["_", [undefined]],
    ["_x3 1", [undefined, undefined, undefined, 1]],
    ["_x0 1", [1]],
    ["nan NaN inf -inf +Inf infinity", [Number.NaN, Number.NaN, 1 / 0, -1 / 0, 1 / 0, 1 / 0]],
    ["nanx1 -infx1", [Number.NaN, Number.NaN, -1 / 0, -1 / 0]],
    ["1e-3 .5 5. +2 1E2", [0.001, 0.5, 5, 2, 100]],
    ["1e3+1e3x2", [1000, 2000, 3000]],
    ["1e-3-1e-4x1", [0.001, 0.001 - 0.0001]],
    ["1 -1", [1, -1]],
    ["0.1+0.1x2", [0.1, 0.2, 0.3]],
    ["  1\n\t2  ", [1, 2]],
    ["-0", [-0]],
  ])("%j", (notation, values) => {
    expect(parseSeries("m", notation)).toEqual(values);
  });

  it.each<[string, number, string]>([
    ["1 2 3x", 5, "3x"],
    ["1,2", 1, "1,2"],
    ["abc", 1, "abc"],
    ["0.9-0.1x5 0.4xx3", 11, "0.4xx3"],
    ["1 1+1", 3, "1+1 without times"],
    ["1--1x3", 1, "1--1x3"],
    ["_+1x3", 1, "_+1x3"],
    ["stale", 1, "stale"],
    ["0x10 _x", 6, "_x"],
    ["1x-3", 1, "1x-3"],
    ["1x1.5", 1, "1x1.5"],
    ["inf+1x3", 1, "inf+1x3"],
  ])("%j is refused at character %i", (notation, character) => {
    expect(() => parseSeries("loss", notation)).toThrow(
      expect.objectContaining({
        code: "HISTORY",
        message: expect.stringContaining(`series "loss", character ${character}: `),
        hint: expect.stringContaining("0.9-0.1x5"),
      }),
    );
  });

  it("refuses emptiness, names that rows need, and absurd lengths", () => {
    expect(() => parseSeries("m", " ")).toThrow(/notation is empty/);
    expect(() => parseSeries("m", undefined)).toThrow(/notation is a undefined/);
    expect(() => parseSeries("_step", "1")).toThrow(/can't be a metric's name/);
    expect(() => parseSeries("m", "1x99999999999999999999")).toThrow(/more than 10000000 steps/);
    expect(() => parseSeries("m", `${"9".repeat(100_000)}y`)).toThrow(/is no value/);
  });

  it("gives back any numbers written one by one", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.double(), { nil: undefined }), { minLength: 1 }), (values) => {
        const notation = values
          .map((value) => (value === undefined ? "_" : Object.is(value, -0) ? "-0" : `${value}`))
          .join(" ");
        expect(parseSeries("m", notation)).toEqual(values);
      }),
    );
  });
});

describe("series", () => {
  it("makes a run of one metric, without rows where nothing is logged", () => {
    const { run, rows } = series("loss", "1 _ nan", {
      run: "abc",
      startStep: 10,
      startTime: 1000,
      interval: 5,
    });
    expect(run).toEqual({ id: "abc" });
    const expected = [
      { _step: 10, _timestamp: 1000, loss: 1 },
      { _step: 12, _timestamp: 1010, loss: Number.NaN },
    ];
    expect([...rows]).toEqual(expected);
    expect([...rows]).toEqual(expected);
  });

  it("makes a run of several metrics, of different lengths", () => {
    const { run, rows } = series(
      { loss: "1 0.5", "val/acc": "_x2 0.9" },
      { run: { id: "r", tags: ["prod"] } },
    );
    expect(run.tags).toEqual(["prod"]);
    expect([...rows].map(({ _timestamp, ...row }) => row)).toEqual([
      { _step: 0, loss: 1 },
      { _step: 1, loss: 0.5 },
      { _step: 2, "val/acc": 0.9 },
    ]);
  });

  it("begins in 2026 and takes a minute per step", () => {
    const times = [...series("m", "1x2").rows].map((row) => row._timestamp);
    expect(times).toEqual([1_767_225_600, 1_767_225_660, 1_767_225_720]);
    expect(series("m", "1").run).toEqual({ id: "run" });
  });

  it("keeps hostile names as names", () => {
    const [row] = series(JSON.parse('{"__proto__": "1", "constructor": "2"}') as Record<string, string>).rows;
    expect(Object.keys(row!)).toEqual(["_step", "_timestamp", "__proto__", "constructor"]);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
  });

  it.each([{ startStep: 0.5 }, { startTime: Number.NaN }, { interval: -1 }])("refuses %j", (options) => {
    expect(() => series("m", "1", options)).toThrow(new RegExp(`\`${Object.keys(options)[0]}\` is`));
  });
});
