import { describe, expect, it } from "vitest";
import { crc32, crc32Table } from "../../../src/history/crc32.js";

describe("crc32", () => {
  it.each([
    ["", 0],
    ["123456789", 0xcbf43926],
    ["The quick brown fox jumps over the lazy dog", 0x414fa339],
  ])("of %j is the published check value, natively and by table", (text, value) => {
    expect(crc32(Buffer.from(text))).toBe(value);
    expect(crc32Table(Buffer.from(text))).toBe(value);
  });
});
