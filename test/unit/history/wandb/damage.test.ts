import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type HistoryError, hasErrorCode } from "../../../../src/errors/index.js";
import { readWandbFile } from "../../../../src/history.js";
import {
  chunk,
  exitRecord,
  rowRecord,
  runRecord,
  wandbFile,
} from "../../../fixtures/history/wandb-writer.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "wandb-damage-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function errorOf(input: string | Uint8Array): Promise<HistoryError> {
  const error: unknown = await readWandbFile(input).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!hasErrorCode(error, "HISTORY")) throw new Error(`no HistoryError but ${String(error)}`);
  return error as HistoryError;
}

function onDisk(name: string, bytes: Uint8Array | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

const records = [
  runRecord("r"),
  ...Array.from({ length: 500 }, (_, i) => rowRecord(i, { loss: `${i / 7}` })),
  exitRecord(0),
];
const whole = wandbFile(records);
const steps = async (bytes: Uint8Array) => {
  const run = await readWandbFile(bytes);
  return { steps: [...run.rows].map((row) => row._step as number), warnings: run.warnings };
};

describe("files that aren't .wandb files", () => {
  it.each([
    ["empty.wandb", "", /the file is empty/, 0],
    ["picture.wandb", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /begins with 89 50 4e 47/, 0],
    ["text.wandb", "step,loss\n0,1\n", /no \.wandb file/, 0],
    ["short.wandb", ":W&", /ends inside its 7-byte header/, 3],
    ["zeros.wandb", Buffer.alloc(100_000), /no \.wandb file/, 0],
    ["nothing.wandb", Buffer.concat([whole.subarray(0, 7), Buffer.alloc(100)]), /nothing readable/, 7],
  ])("%s", async (name, bytes, problem, offset) => {
    const file = onDisk(name, bytes);
    const error = await errorOf(file);
    expect(error.message).toMatch(problem);
    expect([error.file, error.offset]).toEqual([file, offset]);
  });

  it("a directory, a missing file, a device, a path through a file", async () => {
    expect((await errorOf(folder)).message).toContain("a directory was given");
    expect((await errorOf(folder)).hint).toContain("history()");
    expect((await errorOf(path.join(folder, "missing.wandb"))).message).toContain("no such file");
    expect((await errorOf("/dev/null")).message).toContain("not a regular file");
    expect((await errorOf(path.join(onDisk("file", "x"), "run.wandb"))).message).toContain("no such file");
  });

  it("a file that is gone when its rows are read", async () => {
    const file = onDisk("gone.wandb", whole);
    const run = await readWandbFile(file);
    rmSync(file);
    expect(() => [...run.rows]).toThrow(/no such file/);
    await expect((async () => run.rows[Symbol.asyncIterator]().next())()).rejects.toThrow(/no such file/);
  });
});

describe("damage", () => {
  it("loses one row to a flipped byte in it, and says where", async () => {
    const at = wandbFile(records.slice(0, 101)).length;
    const damaged = Buffer.from(whole);
    damaged[at + 20]! ^= 1;
    const result = await steps(damaged);
    expect(result.steps).toEqual(Array.from({ length: 500 }, (_, i) => i).filter((step) => step !== 100));
    expect(result.warnings).toMatchObject([
      { code: "damaged", offset: at, message: expect.stringContaining("checksum doesn't match") },
    ]);
  });

  it.each([0xffff, 0x7f00, 1])("finds the next row where a length is damaged: %j", async (length) => {
    const damaged = Buffer.from(whole);
    const at = wandbFile(records.slice(0, 11)).length;
    damaged.writeUInt16LE(length, at + 4);
    const result = await steps(damaged);
    expect(result.steps).toEqual(Array.from({ length: 500 }, (_, i) => i).filter((step) => step !== 10));
    expect(result.warnings).toMatchObject([{ code: "damaged", offset: at }]);
  });

  it("goes on with the next block where nothing else in this one is sound", async () => {
    const many = wandbFile([
      runRecord("r"),
      ...Array.from({ length: 2000 }, (_, i) => rowRecord(i, { loss: "1" })),
      exitRecord(0),
    ]);
    many.fill(0xff, 1000, 32_768);
    const result = await steps(many);
    expect(result.steps.slice(0, 3)).toEqual([0, 1, 2]);
    expect(result.steps.at(-1)).toBe(1999);
    expect(result.steps.length).toBeGreaterThan(1000);
    expect(result.warnings).toMatchObject([{ code: "damaged" }]);
  });

  it("takes bounded time for a large file in which nothing is sound", async () => {
    const bytes = Buffer.alloc(2 ** 26, 1);
    whole.copy(bytes, 0, 0, 2000);
    const result = await steps(bytes);
    expect(result.steps.length).toBeGreaterThan(10);
    expect(result.warnings).toMatchObject([{ code: "damaged" }, { code: "no_exit" }]);
  });

  it("drops what is left of a record that spans blocks", async () => {
    const long = rowRecord(1, { text: JSON.stringify("x".repeat(100_000)) });
    const file = wandbFile([runRecord("r"), rowRecord(0), long, rowRecord(2), exitRecord(0)]);
    for (const at of [20_000, 40_000, 70_000, 99_000]) {
      const damaged = Buffer.from(file);
      damaged[at]! ^= 0x40;
      const result = await steps(damaged);
      expect(result.steps).toEqual([0, 2]);
      expect(result.warnings).toHaveLength(1);
    }
  });

  it("reads behind a damaged header, and says so", async () => {
    for (let at = 0; at < 7; at++) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 0xff;
      const result = await steps(damaged);
      expect(result.steps).toHaveLength(500);
      expect(result.warnings).toMatchObject([{ code: "damaged", offset: 0 }]);
    }
  });

  it("reports padding that isn't zero", async () => {
    const header = 7;
    const room = 32_768 - header - 7;
    const first = runRecord("r", [
      9,
      "n".repeat(room - runRecord("r", [9, "n".repeat(room - 40)]).length + room - 40 - 4),
    ]);
    const file = wandbFile([first, rowRecord(0), exitRecord(0)]);
    expect(file.readUInt32LE(32_764)).toBe(0);
    file[32_766] = 1;
    const result = await steps(file);
    expect(result.steps).toEqual([0]);
    expect(result.warnings).toMatchObject([{ code: "damaged", message: expect.stringContaining("padding") }]);
  });

  it("reads every row before a cut, and says where the file ends inside a record", async () => {
    const cut = wandbFile(records.slice(0, 51)).length;
    const result = await steps(whole.subarray(0, cut + 5));
    expect(result.steps).toHaveLength(50);
    expect(result.warnings).toMatchObject([{ code: "truncated", offset: cut }, { code: "no_exit" }]);
  });

  it("tolerates the empty beginning that old LevelDB writers left at a block's end", async () => {
    const start = wandbFile([runRecord("r")]);
    const filler = chunk(1, rowRecord(0, { t: JSON.stringify("x".repeat(32_768 - start.length - 7 - 36)) }));
    const padded = Buffer.concat([start, filler]);
    const left = 32_768 - padded.length;
    const fit = chunk(
      1,
      rowRecord(0, { t: JSON.stringify("x".repeat(32_768 - start.length - 7 - 36 + left - 7)) }),
    );
    const block = Buffer.concat([start, fit, chunk(2, Buffer.alloc(0))]);
    expect(block.length).toBe(32_768);
    const result = await steps(Buffer.concat([block, chunk(1, rowRecord(1)), chunk(1, exitRecord(0))]));
    expect(result).toEqual({ steps: [0, 1], warnings: [] });
  });

  it("keeps the number of warnings bounded", async () => {
    const torn = Buffer.concat(
      Array.from({ length: 400 }, (_, i) => [chunk(1, rowRecord(i)), chunk(3, Buffer.from("lost"))]).flat(),
    );
    const run = await readWandbFile(
      Buffer.concat([wandbFile([runRecord("r")]), torn, chunk(1, exitRecord(0))]),
    );
    expect([...run.rows]).toHaveLength(400);
    expect([...run.rows]).toHaveLength(400);
    expect(run.warnings).toHaveLength(101);
    expect(run.warnings.at(-1)?.message).toBe("and 300 more warnings of this kind");
  });
});
