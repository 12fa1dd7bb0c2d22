import { describe, expect, it } from "vitest";
import type { ParquetFile } from "../../../../src/history/parquet/parquet-file.js";
import { parquetRows } from "../../../../src/history/parquet/parquet-rows.js";
import type { HistoryRow, HistoryWarning } from "../../../../src/history/run-history.js";

/** Two groups of ten rows, of which each takes so much memory that no more than four are decoded at a time. */
function fakeFile(read: ParquetFile["read"]): ParquetFile {
  const groups = [
    { index: 0, start: 0, end: 10 },
    { index: 1, start: 10, end: 20 },
  ];
  return { path: "fake", columns: ["_step", "loss"], rowCount: 20, groups, rowBytes: () => 2 ** 23, read };
}

async function read(file: ParquetFile, ranges?: readonly { start: number; end: number }[]) {
  const warnings: HistoryWarning[] = [];
  const rows: HistoryRow[] = [];
  const part = { file, ...(ranges === undefined ? {} : { ranges }) };
  for await (const row of parquetRows(
    [part],
    () => true,
    (warning) => warnings.push(warning),
  ))
    rows.push(row);
  return { rows, warnings };
}

const values = (column: string, start: number, end: number) =>
  Array.from({ length: end - start }, (_, i) => {
    const at = start + i;
    if (column === "_step") return BigInt(at);
    if (at < 8) return at % 2 === 0 ? null : at / 2;
    return at < 16 ? (at === 9 ? Number.NaN : at) : `${at}`;
  });

describe("parquetRows", () => {
  it("reads large groups piece by piece, whatever values a piece has", async () => {
    const asked: string[] = [];
    const { rows, warnings } = await read(
      fakeFile(async (column, { index }, start, end) => {
        if (column === "loss") asked.push(`${index}: ${start}-${end}`);
        return values(column, start, end);
      }),
    );
    expect(asked).toEqual(["0: 0-4", "0: 4-8", "0: 8-10", "1: 10-14", "1: 14-18", "1: 18-20"]);
    expect(rows).toEqual(
      values("loss", 0, 20).map((loss, _step) => (loss === null ? { _step } : { _step, loss })),
    );
    expect(warnings).toEqual([]);
  });

  it("reads no piece without rows of the run", async () => {
    const asked: number[] = [];
    const file = fakeFile(async (column, _, start, end) => {
      asked.push(start);
      return values(column, start, end);
    });
    const { rows } = await read(file, [
      { start: 3, end: 5 },
      { start: 18, end: 19 },
    ]);
    expect(rows.map(({ _step }) => _step)).toEqual([3, 4, 18]);
    expect(new Set(asked)).toEqual(new Set([0, 4, 18]));
  });

  it.each([
    ["can't be decoded", async () => Promise.reject(new Error("bad page")), "bad page"],
    ["ends early", async () => [1], "columns differ in length"],
  ])("gives up a group where a piece %s, and goes on with the next", async (_, broken, problem) => {
    const { rows, warnings } = await read(
      fakeFile(async (column, _group, start, end) =>
        column === "loss" && start === 4 ? await broken() : values(column, start, end),
      ),
    );
    expect(rows.map(({ _step }) => _step)).toEqual([
      0,
      1,
      2,
      3,
      ...Array.from({ length: 10 }, (_, i) => 10 + i),
    ]);
    const message = `rows 4 to 9 can't be decoded and were skipped: ${problem}`;
    expect(warnings).toEqual([{ code: "damaged", message, file: "fake" }]);
  });
});
