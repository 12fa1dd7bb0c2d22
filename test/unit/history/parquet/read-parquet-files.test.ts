import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { ColumnSource } from "hyparquet-writer";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, describe, expect, it } from "vitest";
import { hasErrorCode } from "../../../../src/errors/index.js";
import {
  type HistoryRow,
  history,
  type ReadParquetOptions,
  readColumns,
  readParquetFiles,
} from "../../../../src/history.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "read-parquet-"));
afterAll(() => rmSync(folder, { recursive: true }));

function parquet(
  name: string,
  columnData: ColumnSource[],
  options: { rowGroupSize?: number; codec?: "GZIP" | "BROTLI" } = {},
): string {
  const file = path.join(folder, name);
  writeFileSync(file, Buffer.from(parquetWriteBuffer({ columnData, compressors, ...options })));
  return file;
}

const compressors = {
  GZIP: (bytes: Uint8Array) => gzipSync(bytes),
  BROTLI: (bytes: Uint8Array) => brotliCompressSync(bytes),
};

const steps = (from: number, to: number): ColumnSource => ({
  name: "_step",
  data: BigInt64Array.from({ length: to - from }, (_, i) => BigInt(from + i)),
  type: "INT64",
});
const numbers = (name: string, data: readonly (number | null)[]): ColumnSource => ({
  name,
  data: [...data],
  type: "DOUBLE",
  nullable: true,
});

async function rowsOf(
  paths: string | readonly string[],
  options?: ReadParquetOptions,
): Promise<HistoryRow[]> {
  const rows: HistoryRow[] = [];
  const [run, ...others] = await readParquetFiles(paths, options);
  expect(others).toEqual([]);
  for await (const row of run!.rows) rows.push(row);
  return rows;
}

describe("readParquetFiles", () => {
  it("reads 64-bit steps, non-finite numbers, nulls and columns that aren't scalars", async () => {
    const file = parquet("acme_digits_lkowe4hd_0.runhistory.parquet", [
      steps(0, 4),
      { name: "_timestamp", data: Float64Array.of(1.5, 2.5, 3.5, 4.5), type: "DOUBLE" },
      numbers("train/loss", [0.5, null, Number.NaN, -1 / 0]),
      { name: "big", data: BigInt64Array.of(1n, 2n ** 60n, -(2n ** 60n), 4n), type: "INT64" },
      {
        name: "hist",
        data: [{ _type: "histogram", bins: [1, 2] }, null, null, null],
        type: "JSON",
        nullable: true,
      },
      { name: "note", data: ["NaN", "x", null, ""], type: "STRING", nullable: true },
      { name: "flag", data: [true, false, null, null], type: "BOOLEAN", nullable: true },
      { name: "__proto__", data: [1, 2, 3, 4], type: "DOUBLE" },
    ]);
    const rows = await rowsOf(file);
    expect(rows).toEqual([
      {
        _step: 0,
        _timestamp: 1.5,
        "train/loss": 0.5,
        big: 1,
        hist: { _type: "histogram", bins: [1, 2] },
        note: "NaN",
        flag: true,
        ["__proto__"]: 1,
      },
      { _step: 1, _timestamp: 2.5, big: 2n ** 60n, note: "x", flag: false, ["__proto__"]: 2 },
      { _step: 2, _timestamp: 3.5, "train/loss": Number.NaN, big: -(2n ** 60n), ["__proto__"]: 3 },
      { _step: 3, _timestamp: 4.5, "train/loss": -1 / 0, big: 4, note: "", ["__proto__"]: 4 },
    ]);
    expect(Object.getPrototypeOf(rows[0])).toBe(Object.prototype);
    const [{ run, warnings } = expect.fail()] = await readParquetFiles(file);
    expect([run, warnings]).toEqual([{ id: "lkowe4hd" }, []]);
  });

  it.each(["GZIP", "BROTLI"] as const)("reads %s, by way of hyparquet-compressors", async (codec) => {
    const file = parquet(`${codec}.parquet`, [steps(0, 3), numbers("loss", [1, 2, 3])], { codec });
    expect((await rowsOf(file)).map((row) => row.loss)).toEqual([1, 2, 3]);
  });

  it("puts partitions into the order of their steps, and merges where they meet", async () => {
    const late = parquet("a_b_run1_0.runhistory.parquet", [steps(5, 8), numbers("late", [1, 2, 3])]);
    const early = parquet("a_b_run1_1.runhistory.parquet", [
      steps(0, 6),
      numbers("loss", [9, 8, 7, 6, 5, 4]),
    ]);
    const rows = await rowsOf([late, early]);
    expect(rows.map((row) => [row._step, row.loss, row.late])).toEqual([
      [0, 9, undefined],
      [1, 8, undefined],
      [2, 7, undefined],
      [3, 6, undefined],
      [4, 5, undefined],
      [5, 4, 1],
      [6, undefined, 2],
      [7, undefined, 3],
    ]);
    const runs = [];
    for await (const { run } of history(path.join(folder, "a_b_run1_*.parquet"))) runs.push(run.id);
    expect(runs).toEqual(["run1"]);
  });

  it("reports rows whose step goes back, with their file", async () => {
    const first = parquet("back_0.parquet", [steps(3, 5), numbers("loss", [1, 2])]);
    const [run] = await readParquetFiles(first);
    expect(run!.run.id).toBe("back_0");
    const overlapping = [
      parquet("e_p_back_0.runhistory.parquet", [steps(0, 6), numbers("loss", [1, 2, 3, 4, 5, 6])]),
      parquet("e_p_back_1.runhistory.parquet", [steps(4, 6), numbers("loss", [7, 8])]),
    ];
    const [joined] = await readParquetFiles(overlapping);
    for await (const row of joined!.rows) expect(row).toBeDefined();
    expect(joined!.warnings).toEqual([
      {
        code: "went_back",
        step: 4,
        file: overlapping[1],
        run: "back",
        message: "step 4 after step 5; the row was dropped",
      },
    ]);
  });

  it("decodes the columns asked for alone", async () => {
    const file = parquet("columns.parquet", [
      steps(0, 2),
      numbers("loss", [1, 2]),
      { name: "val", data: [{ acc: 0.5 }, { acc: 0.75 }], type: "JSON" },
      numbers("other", [3, 4]),
    ]);
    expect(await rowsOf(file, { columns: ["loss"] })).toEqual([
      { _step: 0, loss: 1 },
      { _step: 1, loss: 2 },
    ]);
    expect(await rowsOf(file, { columns: ["val.acc", "missing"] })).toEqual([
      { _step: 0, val: { acc: 0.5 } },
      { _step: 1, val: { acc: 0.75 } },
    ]);
  });

  it("tells runs by a column, across row groups", async () => {
    const ids = Array.from({ length: 1000 }, (_, i) => (i % 7 === 0 ? null : `r${i % 3}`));
    const file = parquet(
      "runs.parquet",
      [
        steps(0, 1000),
        { name: "run", data: ids, type: "STRING", nullable: true },
        numbers(
          "loss",
          ids.map((_, i) => i),
        ),
      ],
      { rowGroupSize: 64 },
    );
    const runs = await readParquetFiles(file, { run: { project: "p" } });
    expect(runs.map(({ run }) => run)).toEqual([
      { project: "p", id: "r1" },
      { project: "p", id: "r2" },
      { project: "p", id: "r0" },
    ]);
    for (const { run, rows } of runs) {
      const losses: unknown[] = [];
      for await (const row of rows) losses.push(row.loss);
      expect(losses).toEqual(ids.flatMap((id, i) => (id === run.id ? [i] : [])));
    }
    expect(runs[0]!.warnings[0]).toMatchObject({
      code: "damaged",
      message: expect.stringContaining("rows 0 to 0"),
    });
    expect(await readParquetFiles(file, { runKey: false })).toHaveLength(1);
    await expect(readParquetFiles(file, { runKey: "missing" })).rejects.toThrow(/no column "missing"/);
  });

  it("numbers rows without steps, and says so", async () => {
    const file = parquet("stepless.parquet", [numbers("loss", [1, 2, 3])]);
    expect((await rowsOf(file)).map((row) => row._step)).toEqual([0, 1, 2]);
  });

  it("skips a row group that can't be decoded, with a warning", async () => {
    const file = parquet(
      "damaged.parquet",
      [steps(0, 300), { name: "text", data: Array.from({ length: 300 }, (_, i) => `t${i}`), type: "STRING" }],
      { rowGroupSize: 100, codec: "GZIP" },
    );
    const bytes = readFileSync(file);
    bytes.fill(0xff, Math.floor(bytes.length * 0.35), Math.floor(bytes.length * 0.4));
    writeFileSync(file, bytes);
    const [run] = await readParquetFiles(file);
    const read: unknown[] = [];
    for await (const row of run!.rows) read.push(row._step);
    expect(read.length).toBeLessThan(300);
    expect(read.length).toBeGreaterThanOrEqual(100);
    expect(run!.warnings[0]).toMatchObject({
      code: "damaged",
      file,
      message: expect.stringContaining("can't be decoded"),
    });
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ["an empty file", "", /the file is empty/],
    ["text", "hello, world, this is no parquet", /no Parquet file/],
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /no Parquet file/],
    ["zeros", Buffer.alloc(1000), /no Parquet file/],
  ])("refuses %s", async (_, content, problem) => {
    const file = path.join(folder, "broken.parquet");
    writeFileSync(file, content);
    const error: unknown = await readParquetFiles(file).catch((thrown: unknown) => thrown);
    expect(hasErrorCode(error, "HISTORY")).toBe(true);
    expect((error as Error).message).toMatch(problem);
    expect(error).toMatchObject({ file });
    await expect(readParquetFiles(path.join(folder, "missing.parquet"))).rejects.toThrow(/no such file/);
    await expect(readParquetFiles(folder)).rejects.toThrow(/directory|no Parquet/);
  });

  it("refuses a file cut anywhere, or gives its rows", async () => {
    const file = parquet("cut.parquet", [
      steps(0, 50),
      numbers(
        "loss",
        Array.from({ length: 50 }, (_, i) => i),
      ),
    ]);
    const whole = readFileSync(file);
    for (let length = 0; length < whole.length; length += 7) {
      writeFileSync(file, whole.subarray(0, length));
      await expect(readParquetFiles(file)).rejects.toMatchObject({ code: "HISTORY" });
    }
  });
});

describe("readColumns of Parquet", () => {
  async function both(paths: string | readonly string[], metrics: readonly string[]) {
    const [run] = await readParquetFiles(paths);
    const direct = await readColumns(run!, metrics).next();
    const { run: info, rows } = run!;
    const byRows = await readColumns({ run: info, rows }, metrics).next();
    expect(direct.value!.metrics).toEqual(byRows.value!.metrics);
    return direct.value!.metrics.get(metrics[0]!)!;
  }

  it("gives what the rows give, with and without a way around them", async () => {
    const text = ["NaN", "1", null, "Infinity"];
    const file = parquet("e_p_c_0.runhistory.parquet", [
      steps(0, 4),
      { name: "_timestamp", data: Float64Array.of(1.5, 2.5, 3.5, 4.5), type: "DOUBLE" },
      numbers("loss", [1, null, Number.NaN, 4]),
      { name: "text", data: text, type: "STRING", nullable: true },
      { name: "val", data: [{ acc: 1 }, { acc: "x" }, { acc: 3 }, null], type: "JSON", nullable: true },
    ]);
    const more = parquet("e_p_c_1.runhistory.parquet", [steps(3, 6), numbers("loss", [10, 11, 12])]);
    expect(await both(file, ["loss", "text", "missing"])).toEqual({
      values: Float64Array.of(1, Number.NaN, 4),
      steps: Float64Array.of(0, 2, 3),
      timestamps: Float64Array.of(1.5, 3.5, 4.5),
    });
    expect((await both(file, ["text"])).values).toEqual(Float64Array.of(Number.NaN, 1 / 0));
    expect((await both(file, ["val.acc"])).values).toEqual(Float64Array.of(1, 3));
    expect((await both([file, more], ["loss"])).values).toEqual(Float64Array.of(1, Number.NaN, 10, 11, 12));
  });
});
