import { describe, expect, it } from "vitest";
import { cellTime, cellValue } from "../../../../src/history/csv/cell-value.js";

describe("cellValue", () => {
  it.each<[string, unknown]>([
    ["", undefined],
    ["  ", undefined],
    ["1", 1],
    [" 0.5 ", 0.5],
    ["-1.5e-3", -0.0015],
    [".5", 0.5],
    ["5.", 5],
    ["+2", 2],
    ["1152921504606846977", 1152921504606846977n],
    ["NaN", Number.NaN],
    ["nan", Number.NaN],
    ["inf", 1 / 0],
    ["-Infinity", -1 / 0],
    ["True", "True"],
    ["0x10", "0x10"],
    ["1,5", "1,5"],
    ["1e", "1e"],
    ["[1, 2]", "[1, 2]"],
    ["nano", "nano"],
  ])("of %j", (cell, value) => {
    expect(cellValue(cell)).toEqual(value);
  });

  it("takes absurd digits in bounded time", () => {
    expect(cellValue("9".repeat(1e6))).toBeTypeOf("string");
    expect(cellValue(`${"1".repeat(399)}x`)).toBeTypeOf("string");
  });
});

describe("cellTime", () => {
  it.each<[string, number | undefined]>([
    ["", undefined],
    ["1795254347.25", 1795254347.25],
    ["2026-11-21 10:15:00.5", Date.UTC(2026, 10, 21, 10, 15, 0, 500) / 1000],
    ["2026-11-21T10:15:00+01:00", Date.UTC(2026, 10, 21, 9, 15) / 1000],
    ["2026-11-21T10:15:00Z", Date.UTC(2026, 10, 21, 10, 15) / 1000],
    ["yesterday", undefined],
    ["2026-99-21 10:15:00", undefined],
    ["2026-02-30 10:15:00", undefined],
    ["2024-02-29 10:15:00", Date.UTC(2024, 1, 29, 10, 15) / 1000],
    ["2026-11-21 24:00:00", undefined],
    ["2026-11-21 10:15:00+15:00", undefined],
  ])("of %j", (cell, seconds) => {
    expect(cellTime(cell)).toBe(seconds);
  });
});
