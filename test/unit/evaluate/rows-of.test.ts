import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, describe, expect, it } from "vitest";
import { dryRun, meterHistory } from "wandb-automations/evaluate";
import type { RunHistory } from "wandb-automations/history";
import { readParquetFiles } from "wandb-automations/history";
import { change, onState, RUN, threshold } from "./automations.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "rows-of-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = 60;
const made = <T>(value: (i: number) => T) => Array.from({ length: ROWS }, (_, i) => value(i));
const steps: ColumnSource = { name: "_step", data: made((i) => BigInt(i >> 1)), type: "INT64" };
const others: ColumnSource[] = [
  { name: "_timestamp", data: made((i) => 1.8e9 + i * 9000), type: "DOUBLE" },
  { name: "_runtime", data: made((i) => i), type: "DOUBLE" },
  { name: "loss", data: made((i) => (i % 3 === 0 ? null : i / 10)), type: "DOUBLE", nullable: true },
  { name: "val", data: made((i) => ({ acc: i / 60, "deep.er": { x: i } })), type: "JSON" },
  { name: "val.f1", data: made((i) => i % 7), type: "DOUBLE" },
  { name: "note", data: made((i) => (i % 5 === 0 ? "Infinity" : "text")), type: "STRING" },
  { name: "never", data: made(() => null), type: "DOUBLE", nullable: true },
];
const watched = ["loss", "val.acc", "val.f1", "note", "never", "_step", "_runtime", "missing", "val"];
const automations = [
  ...watched.map((name) => threshold({ name, threshold: 0.5 })),
  change({ name: "loss" }),
  threshold({ name: "elsewhere" }, { runFilter: { username: "nobody" } }),
  onState(["FINISHED", "RUNNING"]),
];

async function opened(name: string, columnData: ColumnSource[]) {
  const file = path.join(folder, name);
  writeFileSync(file, Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize: 25 })));
  const [run] = await readParquetFiles(file, { run: { ...RUN, state: "finished" } });
  return run!;
}

/** The run, with what was read of it. */
function watching(history: RunHistory, keys: Set<string>): RunHistory {
  async function* noted(rows: RunHistory["rows"]) {
    for await (const row of rows) {
      for (const key of Object.keys(row)) keys.add(key);
      yield row;
    }
  }
  const { rowsOf } = history;
  return { ...history, rows: noted(history.rows), rowsOf: (metrics) => noted(rowsOf!(metrics)) };
}

describe("rows of some metrics", () => {
  it.each([
    ["a file", [steps, ...others]],
    ["a file without steps", others],
    ["a file without steps and times", others.slice(1)],
    ["a file whose steps go back", [{ ...steps, data: made((i) => BigInt(i % 40)) }, ...others]],
  ])("%s comes to the verdict that all of its rows come to", async (name, columns) => {
    for (const some of [automations, automations.slice(-1), automations.slice(7, 8), automations.slice(-2)]) {
      const { rowsOf, ...whole } = await opened(`${name}.parquet`, columns);
      const all = await dryRun(some, whole, { collect: ["series", "satisfied"] });
      const { rows, ...narrow } = await opened(`${name}.parquet`, columns);
      const found = await dryRun(some, { ...narrow, rows }, { collect: ["series", "satisfied"] });
      expect(found.toJSON()).toEqual(all.toJSON());
    }
  });

  it("are all that is read, unless a metric isn't there", async () => {
    const keys = new Set<string>();
    await dryRun(
      [threshold(), threshold({ name: "val.acc" })],
      watching(await opened("a.parquet", [steps, ...others]), keys),
    );
    expect([...keys].sort()).toEqual(["_step", "_timestamp", "loss", "val"]);
    const verdict = await dryRun(
      threshold({ name: "accuracy" }),
      await opened("a.parquet", [steps, ...others]),
    );
    expect(verdict.outcomes[0]!.blockers[0]!.message).toBe(
      "accuracy was never logged; its first row has _step, _timestamp, _runtime, val, val.f1, note, loss",
    );
  });

  it("are counted once", async () => {
    const metered = meterHistory(await opened("a.parquet", [steps, ...others]));
    await dryRun(threshold({ name: "accuracy" }), metered.source);
    expect(metered.span()).toMatchObject({ runs: 1, rows: ROWS / 2 });
  });

  it("don't suffer from damage to others", async () => {
    const columns = [steps, others[2]!, others[5]!];
    const { file } = await opened("damaged.parquet", columns);
    const bytes = readFileSync(file!);
    const at = bytes.indexOf("Infinity");
    bytes.fill(0xff, at - 6, at);
    writeFileSync(file!, bytes);
    const [run] = await readParquetFiles(file!, { run: RUN });
    const damaged = await dryRun(threshold(), { ...run!, rowsOf: undefined } as never);
    expect(damaged.warnings).toMatchObject([{ code: "damaged", message: /rows 0 to 24 can't be decoded/ }]);
    const [again] = await readParquetFiles(file!, { run: RUN });
    expect((await dryRun(threshold(), again!)).warnings).toEqual([]);
  });
});
