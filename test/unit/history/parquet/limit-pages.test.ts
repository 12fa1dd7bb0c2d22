import { describe, expect, it } from "vitest";
import { limitPages } from "../../../../src/history/parquet/limit-pages.js";

describe("limitPages", () => {
  const { GZIP } = limitPages({ GZIP: (_, length) => new Uint8Array(length) }, 100);

  it("lets pages through that are as large as those that are read", () => {
    expect(GZIP!(Uint8Array.of(1), 100)).toHaveLength(100);
  });

  it("refuses larger ones before anything is decompressed", () => {
    expect(() => GZIP!(Uint8Array.of(1), 101)).toThrow(
      "a page has 101 bytes, more than the 100 that are read at once",
    );
  });
});
