import { describe, expect, it } from "vitest";
import { isNestedDeeper } from "../../../../src/history/json/nesting.js";

const PADDING = " ".repeat(2 ** 20);
const deep = (levels: number, inside = "") =>
  Buffer.from(`${PADDING}${"[".repeat(levels)}${inside}${"]".repeat(levels)}`);

describe("isNestedDeeper", () => {
  it("counts what is open at once", () => {
    expect(isNestedDeeper(deep(50), 50)).toBe(false);
    expect(isNestedDeeper(deep(51), 50)).toBe(true);
    expect(isNestedDeeper(deep(40, '{"a":'.repeat(11)), 50)).toBe(true);
    expect(isNestedDeeper(Buffer.from(`${PADDING}${"[]{}".repeat(100)}`), 50)).toBe(false);
  });

  it("doesn't count what is in texts", () => {
    const brackets = "[{".repeat(100);
    expect(isNestedDeeper(deep(1, `"${brackets}"`), 50)).toBe(false);
    expect(isNestedDeeper(deep(1, `"\\"${brackets}\\\\"`), 50)).toBe(false);
    expect(isNestedDeeper(deep(1, `"\\\\"${brackets}`), 50)).toBe(true);
  });

  it("leaves short texts to the parser", () => {
    expect(isNestedDeeper(Buffer.from("[".repeat(1000)), 50)).toBe(false);
  });
});
