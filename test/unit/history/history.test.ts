import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HistoryError } from "../../../src/errors/index.js";
import {
  type HistoryOptions,
  type HistoryRow,
  history,
  type RunHistory,
  type WandbRun,
} from "../../../src/history.js";
import { exitRecord, message, rowRecord, runRecord, wandbFile } from "../../fixtures/history/wandb-writer.js";

const runs = fileURLToPath(new URL("../../../examples/runs", import.meta.url));
const resumed = fileURLToPath(new URL("../../fixtures/history/wandb", import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "history-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function all(paths: string | readonly string[], options?: HistoryOptions): Promise<RunHistory[]> {
  const found: RunHistory[] = [];
  for await (const run of history(paths, options)) found.push(run);
  return found;
}

const names = (found: readonly RunHistory[]) => found.map(({ run }) => run.displayName ?? run.id);
const rowsOf = (run: RunHistory) => [...(run.rows as Iterable<HistoryRow>)];

function inFolder(name: string, bytes: Uint8Array | string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return file;
}

describe("history finds runs", () => {
  it("by pattern, in the order of their paths, again and again", async () => {
    const found = history(path.join(runs, "*.wandb"));
    for (let time = 0; time < 2; time++) {
      const seen: string[] = [];
      for await (const { run } of found) seen.push(run.displayName!);
      expect(seen).toEqual(["baseline", "crashes", "diverging", "fast-lr", "never-finishes", "slow"]);
    }
  });

  it("and finds nothing odd about those that come as examples, but that one never ended", async () => {
    for (const run of await all(runs)) {
      expect(rowsOf(run).length).toBeGreaterThan(0);
      const ended = run.run.displayName !== "never-finishes";
      expect(run.warnings?.map(({ code }) => code)).toEqual(ended ? [] : ["no_exit"]);
    }
  });

  it("by path, in the order given, each file once", async () => {
    const slow = path.join(runs, "slow.wandb");
    const found = await all([slow, path.join(runs, "b*.wandb"), slow]);
    expect(names(found)).toEqual(["slow", "baseline"]);
    expect(found.map((run) => (run as WandbRun).file)).toEqual([slow, path.join(runs, "baseline.wandb")]);
  });

  it("in directories, and not twice where wandb links the latest run", async () => {
    const target = path.join(folder, "linked", "offline-run-20261121_000000-abc");
    mkdirSync(path.join(target, "files"), { recursive: true });
    copyFileSync(path.join(runs, "crashes.wandb"), path.join(target, "run-abc.wandb"));
    writeFileSync(path.join(target, "files", "table.csv"), "a,b\n1,2\n");
    writeFileSync(path.join(target, "files", "wandb-summary.json"), "{}");
    symlinkSync(target, path.join(folder, "linked", "latest-run"));
    for (const paths of [
      path.join(folder, "linked"),
      target,
      `${folder}/linked/*`,
      `${folder}/linked/**`,
      `${folder}/linked/*/*.wandb`,
    ]) {
      expect(names(await all(paths))).toEqual(["crashes"]);
    }
  });

  it("nowhere, and says where it looked", async () => {
    await expect(all(path.join(runs, "x*.wandb"))).rejects.toThrow(/no history file matches the pattern/);
    await expect(all(path.join(runs, "missing.wandb"))).rejects.toThrow(
      /missing\.wandb: there is no such file/,
    );
    mkdirSync(path.join(folder, "empty"));
    await expect(all(path.join(folder, "empty"))).rejects.toThrow(/no history files in it/);
    await expect(all("/dev/null")).rejects.toThrow(/not a regular file/);
    await expect(all("")).rejects.toThrow(/a path or glob pattern is needed/);
    await expect(all([42 as never])).rejects.toThrow(/not 42/);
    await expect(all(inFolder("notes.txt", "hello"))).rejects.toMatchObject({
      code: "HISTORY",
      message: expect.stringContaining(".txt"),
      hint: expect.stringContaining(".wandb"),
    });
  });

  it("reads a file of any name in the format that is asked for", async () => {
    const file = path.join(folder, "run.bin");
    copyFileSync(path.join(runs, "crashes.wandb"), file);
    expect(names(await all(file, { format: "wandb" }))).toEqual(["crashes"]);
  });

  it("throws for a file that can't be read, or tells onError and goes on", async () => {
    const broken = inFolder("broken.wandb", "no run at all");
    const paths = [path.join(runs, "slow.wandb"), broken, path.join(runs, "baseline.wandb")];
    await expect(all(paths)).rejects.toThrow(/broken\.wandb, byte 0/);
    const errors: HistoryError[] = [];
    expect(names(await all(paths, { onError: (error) => errors.push(error) }))).toEqual(["slow", "baseline"]);
    expect(errors.map((error) => error.file)).toEqual([broken]);
  });
});

describe("history reads every format", () => {
  it("that it knows by extension, with what is told of the runs", async () => {
    const rows = ['{"_step":0,"loss":1}', '{"_step":1,"loss":0.5}'];
    inFolder("formats/a.jsonl", rows.join("\n"));
    inFolder("formats/b.ndjson", rows.join("\n"));
    inFolder("formats/c.json", `[${rows.join(",")}]`);
    inFolder("formats/d.csv", "_step,loss,run_id\n0,1,d1\n0,1,d2\n1,0.5,d1\n1,0.5,d2\n");
    copyFileSync(path.join(runs, "crashes.wandb"), path.join(folder, "formats", "e.wandb"));
    inFolder(
      "formats/f.parquet",
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            { name: "_step", data: BigInt64Array.of(0n, 1n), type: "INT64" },
            { name: "loss", data: [1, 0.5], type: "DOUBLE" },
          ],
        }),
      ),
    );
    const found = await all(path.join(folder, "formats", "*"), { run: { project: "p" } });
    expect(found.map(({ run }) => `${run.project}/${run.id}`)).toEqual([
      "p/a",
      "p/b",
      "p/c",
      "p/d1",
      "p/d2",
      "digits/dgcpa7td",
      "p/f",
    ]);
    for (const run of found.filter(({ run }) => run.project === "p")) {
      const losses: unknown[] = [];
      for await (const row of run.rows) losses.push(row.loss);
      expect(losses).toEqual([1, 0.5]);
    }
    expect(names(await all(path.join(folder, "formats")))).not.toContain("c");
  });
});

describe("history joins the files of a resumed run", () => {
  it("that the SDK wrote: a failed run, resumed with a step that was there already", async () => {
    const [run, ...others] = await all(resumed);
    expect(others).toEqual([]);
    expect(run!.run).toMatchObject({
      id: "resumed1",
      displayName: "resumed",
      tags: ["first"],
      config: { lr: 1, wd: 2 },
      state: "finished",
    });
    const rows = rowsOf(run!);
    expect(rows.map((row) => [row._step, row.loss])).toEqual([
      [0, 5],
      [1, 4],
      [2, 3],
      [3, 2],
      [4, 0],
      [5, 1],
      [6, 2],
      [7, 3],
      [8, 4],
    ]);
    expect(run!.warnings).toEqual([]);
    const awaited: HistoryRow[] = [];
    for await (const row of run!.rows) awaited.push(row);
    expect(awaited).toEqual(rows);
  });

  const begun = (seconds: number) => [17, message([1, seconds])] as const;
  const steps = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => rowRecord(from + i, { from: `${from}` }));

  it("in the order in which they were begun, dropping steps that went back", async () => {
    const second = inFolder("a/second.wandb", wandbFile([runRecord("r", begun(200)), ...steps(3, 7)]));
    inFolder("a/third.wandb", wandbFile([runRecord("r", begun(300)), ...steps(5, 9), exitRecord(0)]));
    inFolder("a/zz-first.wandb", wandbFile([runRecord("r", begun(100)), ...steps(0, 4)]));
    inFolder("a/other.wandb", wandbFile([runRecord("q", begun(100)), ...steps(0, 1), exitRecord(0)]));
    const found = await all(path.join(folder, "a"));
    expect(found.map(({ run }) => run.id)).toEqual(["q", "r"]);
    expect(rowsOf(found[1]!).map((row) => [row._step, row.from])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 3],
      [4, 3],
      [5, 3],
      [6, 5],
      [7, 5],
      [8, 5],
    ]);
    expect(found[1]!.warnings).toEqual([
      {
        code: "went_back",
        step: 5,
        run: "r",
        file: path.join(path.dirname(second), "third.wandb"),
        message: "step 5 after step 6; the row was dropped",
      },
    ]);
  });

  it("ending earlier files where a later one was rewound to", async () => {
    const point = message([1, "r"], [2, { double: 2 }], [3, "_step"]);
    inFolder("b/1.wandb", wandbFile([runRecord("r", begun(100)), ...steps(0, 9), exitRecord(1)]));
    inFolder(
      "b/2.wandb",
      wandbFile([runRecord("r", begun(200), [23, point]), ...steps(3, 5), exitRecord(0)]),
    );
    const [run] = await all(path.join(folder, "b"));
    expect(rowsOf(run!).map((row) => [row._step, row.from])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 3],
      [4, 3],
    ]);
    expect(run!.warnings).toEqual([]);
  });

  it("but says that a fork's beginning is in another run", async () => {
    const point = message([1, "parent"], [2, { double: 20 }], [3, "_step"]);
    const file = inFolder(
      "c/fork.wandb",
      wandbFile([runRecord("r", [23, point]), ...steps(21, 23), exitRecord(0)]),
    );
    const [run] = await all(file);
    expect(run!.warnings).toMatchObject([
      { code: "partial", message: expect.stringContaining("parent at _step 20") },
    ]);
  });
});
