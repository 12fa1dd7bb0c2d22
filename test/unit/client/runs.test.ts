import { describe, expect, it } from "vitest";
import type { RunsOptions } from "../../../src/client/run.js";
import type { HistoryRow } from "../../../src/history/run-history.js";
import { emulated } from "./emulated.js";
import { connection, stubApi } from "./stub-server.js";

async function rowsOf(rows: AsyncIterable<HistoryRow>): Promise<HistoryRow[]> {
  const all = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** A world with a run of `steps` rows; `acc` is logged at every tenth only. */
async function withRun(steps: number) {
  const world = await emulated();
  const { emulator } = world;
  const run = await emulator.admin.createRun("acme/vision", {
    id: "r1",
    displayName: "misty-dawn-1",
    config: { lr: 0.1 },
    tags: ["a"],
    group: "g",
  });
  for (let step = 0; step < steps; step += 1) {
    const acc = step % 10 === 0 ? { acc: step } : {};
    await emulator.log(run, { _step: step, _timestamp: 1000 + step, loss: 1 / (step + 1), ...acc });
  }
  return world;
}

describe("run().info()", () => {
  it("tells what run filters look at", async () => {
    await using world = await withRun(1);
    expect(await world.api.run("acme/vision/r1").info()).toMatchObject({
      id: "r1",
      displayName: "misty-dawn-1",
      entity: "acme",
      project: "vision",
      state: "running",
      tags: ["a"],
      group: "g",
      config: { lr: 0.1 },
      summary: { loss: 1 },
    });
  });

  it("takes the paths that Python takes", async () => {
    const paths: unknown[] = [];
    const { api } = stubApi(
      {
        Run: (variables) => {
          paths.push(variables);
          return { project: { run: { name: "r1" } } };
        },
      },
      { entity: "acme", project: "vision" },
    );
    for (const path of [
      "acme/vision/r1",
      "acme/vision/runs/r1",
      "/acme/vision/runs/r1/",
      "vision/r1",
      "r1",
    ]) {
      await api.run(path).info();
    }
    expect(paths).toEqual(Array(5).fill({ entity: "acme", project: "vision", run: "r1" }));
    await expect(api.run("a/b/c/d").info()).rejects.toMatchObject({ code: "VALIDATION" });
  });

  it("says that it isn't there", async () => {
    await using world = await emulated();
    await expect(world.api.run("acme/vision/nothing").info()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(rowsOf(world.api.run("acme/vision/nothing").history())).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("run().history()", () => {
  it("reads every row in step order, page by page as they are used", async () => {
    await using world = await withRun(2500);
    const { api, sent } = world;
    const rows = await rowsOf(api.run("acme/vision/r1").history());
    expect(rows.map((row) => row._step)).toEqual(Array.from({ length: 2500 }, (_, i) => i));
    expect(rows[20]).toMatchObject({ loss: 1 / 21, acc: 20, _timestamp: 1020 });
    expect(sent()).toEqual(["Run", "RunRows", "RunRows", "RunRows"]);
    for await (const row of api.run("acme/vision/r1").history()) if (row) break;
    expect(sent()).toEqual(["Run", "RunRows"]);
  });

  it("reads only the keys it is asked for, of all rows that have any of them", async () => {
    await using world = await withRun(1500);
    const { api, sent } = world;
    const acc = await rowsOf(api.run("acme/vision/r1").history({ keys: ["acc"] }));
    expect(acc).toHaveLength(150);
    expect(acc[1]).toEqual({ _step: 10, _timestamp: 1010, acc: 10 });
    expect(sent()).toEqual(["Run", "RunSampledHistory", "RunSampledHistory"]);
    const both = await rowsOf(api.run("acme/vision/r1").history({ keys: ["acc", "loss", "acc"] }));
    expect(both).toHaveLength(1500);
    expect(both[11]).toEqual({ _step: 11, _timestamp: 1011, loss: 1 / 12 });
    expect(both[10]).toEqual({ _step: 10, _timestamp: 1010, loss: 1 / 11, acc: 10 });
  });

  it("reads rows that have no _timestamp as well", async () => {
    const rows: Record<string, unknown>[] = [
      { _step: 0, loss: 3 },
      { _step: 1, _timestamp: 1001, loss: 2 },
      { _step: 2, _timestamp: 1002 },
      { _step: 3, acc: 1 },
    ];
    const { api, operations } = stubApi({
      Run: () => ({ project: { run: { name: "r1", historyKeys: { lastStep: 3 } } } }),
      // As the server does it: of each spec the rows that have all of its keys.
      RunSampledHistory: ({ specs }) => {
        const asked = (specs as string[]).map((spec) => (JSON.parse(spec) as { keys: string[] }).keys);
        const pick = (keys: string[]) =>
          rows
            .filter((row) => keys.every((key) => key in row))
            .map((row) => Object.fromEntries(keys.map((key) => [key, row[key]])));
        return { project: { run: { sampledHistory: asked.map(pick) } } };
      },
    });
    const loss = api.run("a/b/r1").history({ keys: ["loss"] });
    expect(await rowsOf(loss)).toEqual(rows.slice(0, 2));
    expect(await rowsOf(api.run("a/b/r1").history({ keys: ["loss", "acc"] }))).toEqual([
      ...rows.slice(0, 2),
      { _step: 3, acc: 1 },
    ]);
    expect(operations()).toEqual(["Run", "RunSampledHistory", "Run", "RunSampledHistory"]);
  });

  it("keeps whole numbers exact that a double can't hold, with and without keys", async () => {
    await using world = await emulated();
    const { emulator, api } = world;
    const run = await emulator.admin.createRun("acme/vision", { id: "tokens" });
    const tokens = 2n ** 53n + 1n;
    await emulator.log(run, {
      _step: 0,
      _timestamp: 1,
      tokens,
      nested: { list: [-tokens] },
      loss: Number.NaN,
      note: '"',
    });
    const all = { _step: 0, _timestamp: 1, tokens, "nested.list": [-tokens], loss: "NaN", note: '"' };
    const { note, ...some } = all;
    expect(await rowsOf(api.run("acme/vision/tokens").history())).toEqual([all]);
    const keys = ["tokens", "nested.list", "loss"];
    expect(await rowsOf(api.run("acme/vision/tokens").history({ keys }))).toEqual([some]);
    expect(note).toBe('"');
  });

  it("reads the steps it is asked for", async () => {
    await using world = await withRun(50);
    for (const keys of [undefined, ["loss"]]) {
      const rows = await rowsOf(world.api.run("acme/vision/r1").history({ keys, minStep: 10, maxStep: 13 }));
      expect(rows.map((row) => row._step)).toEqual([10, 11, 12]);
    }
    expect(await rowsOf(world.api.run("acme/vision/r1").history({ minStep: 60 }))).toEqual([]);
  });

  it("crosses stretches without rows in few requests, and misses none of the rows after them", async () => {
    await using world = await emulated();
    const { emulator, api, sent } = world;
    const run = await emulator.admin.createRun("acme/vision", { id: "sparse" });
    const steps = [5, 1_000_000, ...Array.from({ length: 1500 }, (_, i) => 1_000_500 + i), 80_000_000];
    for (const _step of steps) await emulator.log(run, { _step, loss: _step });
    for (const keys of [undefined, ["loss"]]) {
      const rows = await rowsOf(api.run("acme/vision/sparse").history({ keys }));
      expect(rows.map((row) => row._step)).toEqual(steps);
      expect(sent().length).toBeLessThan(120);
    }
  });

  it("leaves out a row that can't be read, with a warning, and keeps NaN", async () => {
    const { api, warnings } = stubApi({
      Run: () => ({ project: { run: { name: "r1", historyKeys: '{"lastStep": 2}' } } }),
      RunRows: () => ({
        project: {
          run: { history: ['{"_step":0,"loss":NaN}', "[1]", "{", '{"_step":2,"loss":"Infinity"}'] },
        },
      }),
    });
    const rows = await rowsOf(api.run("a/b/r1").history());
    expect(rows).toEqual([
      { _step: 0, loss: Number.NaN },
      { _step: 2, loss: "Infinity" },
    ]);
    expect(warnings()).toHaveLength(2);
  });

  it("reads to the first empty page where the server doesn't tell the last step", async () => {
    const { api } = stubApi({
      Run: () => ({ project: { run: { name: "r1", historyKeys: null } } }),
      RunRows: (_, count) => ({ project: { run: { history: count < 3 ? [`{"_step":${count}}`] : [] } } }),
    });
    expect(await rowsOf(api.run("a/b/r1").history())).toHaveLength(2);
  });

  it("refuses options that can't be", async () => {
    const { api } = stubApi({});
    for (const options of [{ keys: [] }, { keys: "loss" }, { minStep: -1 }, { pageSize: 5 }]) {
      await expect(rowsOf(api.run("a/b/c").history(options as never))).rejects.toMatchObject({
        code: "VALIDATION",
      });
    }
  });
});

describe("runs()", () => {
  it("lists a project's runs, whose rows are fetched when they are read", async () => {
    await using world = await withRun(3);
    const { api, emulator, sent } = world;
    await emulator.admin.createRun("acme/vision", { id: "r2", state: "finished" });
    const runs = await api.runs("acme/vision", { keys: ["loss"], perPage: 1 }).toArray();
    expect(runs.map(({ run }) => run.id).sort()).toEqual(["r1", "r2"]);
    expect(sent()).toEqual(["Runs", "Runs"]);
    const first = runs.find(({ run }) => run.id === "r1");
    expect(await rowsOf(first?.rows as AsyncIterable<HistoryRow>)).toHaveLength(3);
    expect(await rowsOf(first?.rows as AsyncIterable<HistoryRow>)).toHaveLength(3);
    expect(await world.api.project("acme/vision").runs().toArray()).toHaveLength(2);
  });

  it("tells with each page how many runs there are in all", async () => {
    await using world = await withRun(1);
    for (const state of ["finished", "finished", "failed"])
      await world.emulator.admin.createRun("acme/vision", { state });
    const totals = async (options: RunsOptions) => {
      const found = [];
      for await (const { items, total } of world.api.runs("acme/vision", options).pages())
        found.push([items.length, total]);
      return found;
    };
    expect(await totals({ perPage: 3 })).toEqual([
      [3, 4],
      [1, 4],
    ]);
    expect(await totals({ filters: { state: "finished" } })).toEqual([[2, 2]]);
    const silent = stubApi({ Runs: () => ({ project: { runs: connection([{ name: "r1" }]) } }) });
    for await (const page of silent.api.runs("acme/vision").pages()) expect("total" in page).toBe(false);
  });

  it("passes filter and order to the server", async () => {
    const { api, received } = stubApi(
      { Runs: () => ({ project: { runs: connection([null]) } }) },
      { entity: "acme" },
    );
    await api.runs("vision", { filters: { state: "finished" }, order: "-created_at" }).toArray();
    expect(received[0]?.variables).toMatchObject({
      ...{ entity: "acme", project: "vision" },
      ...{ filters: '{"state":"finished"}', order: "-created_at" },
    });
    const gone = stubApi({ Runs: () => ({ project: null }) });
    await expect(gone.api.runs("acme/vision").toArray()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
