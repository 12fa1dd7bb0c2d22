import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { SchemaElement } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, describe, expect, it } from "vitest";
import { storedColumn } from "../../../../src/history/parquet/stored-column.js";
import { type HistoryRow, readColumns, readParquetFiles } from "../../../../src/history.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "decimals-"));
afterAll(() => rmSync(folder, { recursive: true }));

const DECIMAL = { converted_type: "DECIMAL", precision: 18, scale: 2, repetition_type: "OPTIONAL" } as const;

async function readRows(schema: SchemaElement[], columns: Readonly<Record<string, unknown[]>>) {
  const file = path.join(folder, "history.parquet");
  const root = { name: "root", num_children: Object.keys(columns).length };
  const columnData = Object.entries(columns).map(([name, data]) => ({ name, data }));
  writeFileSync(file, Buffer.from(parquetWriteBuffer({ schema: [root, ...schema], columnData })));
  const run = (await readParquetFiles(file))[0]!;
  const rows: HistoryRow[] = [];
  for await (const row of run.rows) rows.push(row);
  return { run, rows };
}

describe("storedColumn", () => {
  it("reads decimals inside of structs, beside other fields", async () => {
    const { run, rows } = await readRows(
      [
        { name: "_step", type: "INT32", ...DECIMAL, precision: 9, scale: 0 },
        { name: "val", num_children: 3, repetition_type: "OPTIONAL" },
        { name: "loss", type: "INT64", ...DECIMAL },
        { name: "note", type: "BYTE_ARRAY", repetition_type: "OPTIONAL" },
        { name: "deep", num_children: 1, repetition_type: "OPTIONAL" },
        { name: "acc", type: "FIXED_LEN_BYTE_ARRAY", type_length: 9, ...DECIMAL, scale: 3 },
      ],
      {
        _step: [0n, 1n, 2n],
        val: [{ loss: 163n, note: "x", deep: { acc: 907n } }, { loss: null, note: null, deep: null }, null],
      },
    );
    expect(rows).toMatchObject([
      { _step: 0, val: { loss: 1.63, note: "x", deep: { acc: 0.907 } } },
      { _step: 1 },
      { _step: 2 },
    ]);
    for await (const { metrics } of readColumns(run, ["val.loss", "val.deep.acc"])) {
      expect([...metrics.values()].map(({ values }) => [...values])).toEqual([[1.63], [0.907]]);
    }
  });

  it("reads bytes of any length, and those that only their logical type marks", async () => {
    const { rows } = await readRows(
      [
        { name: "a", type: "BYTE_ARRAY", ...DECIMAL },
        { name: "b", type: "BYTE_ARRAY", repetition_type: "REQUIRED" },
      ],
      { a: [163n, null, -1n], b: ["text", "NaN", ""] },
    );
    expect(rows.map(({ a, b }) => [a, b])).toEqual([
      [1.63, "text"],
      [undefined, "NaN"],
      [-0.01, ""],
    ]);
    const marked: SchemaElement = {
      name: "a",
      type: "INT64",
      logical_type: { type: "DECIMAL", scale: 2, precision: 18 },
    };
    expect(storedColumn([marked])?.toValues([163n, undefined])).toEqual([1.63, undefined]);
  });

  it("reads times of day as texts, which log nothing, and intervals as bytes", async () => {
    const time = (isAdjustedToUTC: boolean, unit: "MICROS" | "NANOS") =>
      ({ logical_type: { type: "TIME", isAdjustedToUTC, unit }, repetition_type: "OPTIONAL" }) as const;
    const { run, rows } = await readRows(
      [
        { name: "_step", type: "INT32", repetition_type: "REQUIRED" },
        { name: "ms", type: "INT32", converted_type: "TIME_MILLIS", repetition_type: "OPTIONAL" },
        { name: "us", type: "INT64", converted_type: "TIME_MICROS", repetition_type: "OPTIONAL" },
        { name: "ns", type: "INT64", ...time(false, "NANOS") },
        { name: "took", type: "FIXED_LEN_BYTE_ARRAY", type_length: 12, converted_type: "INTERVAL" },
      ],
      {
        _step: [0, 1],
        ms: [36_900_500, null],
        us: [0n, 86_399_999_999n],
        ns: [36_000_000_000_001n, null],
        took: [new Uint8Array(12), new Uint8Array(12).fill(1)],
      },
    );
    expect(rows).toEqual([
      { _step: 0, ms: "10:15:00.5", us: "00:00:00", ns: "10:00:00.000000001", took: new Uint8Array(12) },
      { _step: 1, us: "23:59:59.999999", took: new Uint8Array(12).fill(1) },
    ]);
    for await (const { metrics } of readColumns(run, ["ms", "us", "took"])) {
      expect([...metrics.values()].map(({ values }) => values.length)).toEqual([0, 0, 0]);
    }
  });

  it("leaves columns without decimals, and lists, alone", () => {
    const list: SchemaElement[] = [
      { name: "l", num_children: 1, converted_type: "LIST" },
      { name: "list", num_children: 1, repetition_type: "REPEATED" },
      { name: "element", type: "INT64", ...DECIMAL },
    ];
    expect(storedColumn(list)).toBeUndefined();
    expect(
      storedColumn([{ name: "many", type: "INT64", ...DECIMAL, repetition_type: "REPEATED" }]),
    ).toBeUndefined();
    expect(storedColumn([{ name: "x", type: "DOUBLE" }])).toBeUndefined();
  });
});
