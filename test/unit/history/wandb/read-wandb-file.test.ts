import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type HistoryRow, readWandbFile } from "../../../../src/history.js";
import {
  exitRecord,
  type Field,
  historyRecord,
  item,
  message,
  rowRecord,
  runRecord,
  wandbFile,
} from "../../../fixtures/history/wandb-writer.js";

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../../fixtures/history/${name}`, import.meta.url));
const read = async (records: readonly Uint8Array[]) => {
  const run = await readWandbFile(wandbFile(records), { name: "made.wandb" });
  return { ...run, rows: [...run.rows] };
};

describe("readWandbFile on what the SDK writes", () => {
  it("reads non-finite numbers, big integers, nested and hostile keys", async () => {
    const { rows, warnings } = await readWandbFile(fixture("odd-values.wandb"));
    const [first, second, third, ...rest] = [...rows];
    expect(first).toEqual({
      _step: 0,
      _timestamp: expect.closeTo(1795259169, -4),
      _runtime: expect.any(Number),
      loss: Number.NaN,
      acc: Number.POSITIVE_INFINITY,
      neg: Number.NEGATIVE_INFINITY,
      one: 1,
      big: 2n ** 60n,
      negbig: -(2n ** 63n),
      none: null,
      t: true,
      s: "text NaN Infinity",
      ["__proto__"]: 7,
      constructor: 8,
      nested: { ["__proto__"]: 1, "b.c": 2, x: { y: Number.NaN } },
      "a.b": 3,
      list: [1, Number.NaN],
      tiny: 5e-324,
      huge: 1.7e308,
      "unicode é 𝄞": "日本 𝄞",
    });
    expect(second?.hist).toEqual({ _type: "histogram", values: [1, 2, 3], bins: [0, 1, 2, 3] });
    expect(third?.big_text).toBe("x".repeat(70_000));
    expect(rest.map((row) => [row._step, row.loss])).toEqual([
      [100, 5],
      [101, 7],
    ]);
    expect(rest[0]?.opt).toEqual({ lr: 3, wd: 2 });
    expect(warnings).toEqual([]);
  });

  it("gathers what is known of the run, the last value of each key", async () => {
    const { run, exitCode } = await readWandbFile(fixture("odd-values.wandb"));
    expect(run).toMatchObject({
      id: "oddvals1",
      displayName: "odd values",
      entity: "acme",
      project: "odd",
      group: "g",
      jobType: "train",
      tags: ["a", "b"],
      state: "finished",
      summary: { best: 0.5, nested: { q: 1 }, loss: 7, one: 1, _step: 101, opt: { lr: 3, wd: 2 } },
    });
    expect(run.config).toEqual({
      lr: 0.2,
      later: { z: 1 },
      nested: { a: { b: 1 }, ["__proto__"]: 2 },
      ["__proto__"]: 3,
      constructor: 4,
      big: 2n ** 60n,
      nan: null,
      inf: Number.POSITIVE_INFINITY,
      text: "NaN",
      list: [1, { a: null }],
    });
    expect(exitCode).toBe(0);
    expect(Object.prototype).not.toHaveProperty("q");
  });

  it("reads system metrics and a failure's exit code", async () => {
    const { run, exitCode, rows, systemRows } = await readWandbFile(fixture("stats.wandb"));
    expect([run.state, exitCode]).toEqual(["failed", 3]);
    expect([...rows]).toHaveLength(4);
    const stats = [...systemRows];
    expect(stats).toHaveLength(6);
    expect(stats[0]).toMatchObject({ _timestamp: expect.any(Number), memory_percent: expect.any(Number) });
    expect(stats[0]).not.toHaveProperty("_step");
  });

  it("gives the same rows again, and one after the other while awaited", async () => {
    const { rows } = await readWandbFile(fixture("odd-values.wandb"));
    const once = [...rows];
    const awaited: HistoryRow[] = [];
    for await (const row of rows) awaited.push(row);
    expect([...rows]).toEqual(once);
    expect(awaited).toEqual(once);
  });
});

describe("readWandbFile on what other writers may write", () => {
  it("takes the step from the record if no item has it, zero included", async () => {
    const { rows } = await read([
      runRecord("r"),
      message([2, message([1, item("a", "1")], [2, message()])]),
      historyRecord(7, { a: "2" }),
      historyRecord(8, { a: "3", _step: "9" }),
    ]);
    expect(rows).toEqual([
      { _step: 0, a: 1 },
      { _step: 7, a: 2 },
      { _step: 9, a: 3 },
    ]);
  });

  it("reads typed values beside JSON text", async () => {
    const values: [string, Field][] = [
      ["none", [3, 0]],
      ["yes", [4, 1]],
      ["no", [4, 0]],
      ["int", [5, 14]],
      ["negative", [5, 13]],
      ["big", [5, 2n ** 61n]],
      ["number", [6, { double: 0.25 }]],
      ["text", [7, "NaN"]],
      ["json", [8, "[1]"]],
    ];
    const items = values.map(([key, value]) => [1, message([2, key], value)] as const);
    const { rows } = await read([runRecord("r"), message([2, message(...items, [2, message([1, 3])])])]);
    expect(rows).toEqual([
      {
        none: null,
        yes: true,
        no: false,
        int: 7,
        negative: -7,
        big: 2n ** 60n,
        number: 0.25,
        text: "NaN",
        json: [1],
        _step: 3,
      },
    ]);
  });

  it("reads the older `key`, which isn't a path", async () => {
    const old = message([2, message([1, message([1, "opt.lr"], [16, "0.5"])], [2, message([1, 1])])]);
    expect((await read([runRecord("r"), old])).rows).toEqual([{ "opt.lr": 0.5, _step: 1 }]);
  });

  it("merges a step that comes twice and drops one that goes back, saying where", async () => {
    const { rows, warnings } = await read([
      runRecord("r"),
      rowRecord(4, { loss: "1", acc: "2" }),
      rowRecord(4, { loss: "3" }),
      rowRecord(2, { loss: "9" }),
      rowRecord(5, { loss: "4" }),
      exitRecord(0),
    ]);
    expect(rows).toEqual([
      { _step: 4, loss: 3, acc: 2 },
      { _step: 5, loss: 4 },
    ]);
    const before = wandbFile([
      runRecord("r"),
      rowRecord(4, { loss: "1", acc: "2" }),
      rowRecord(4, { loss: "3" }),
    ]);
    expect(warnings).toEqual([
      {
        code: "went_back",
        step: 2,
        offset: before.length,
        file: "made.wandb",
        run: "r",
        message: "step 2 after step 4; the row was dropped",
      },
    ]);
  });

  it("says that a run without an exit record goes on or was killed, once", async () => {
    const run = await readWandbFile(wandbFile([runRecord("r"), rowRecord(0)]));
    expect(run.run.state).toBe("running");
    expect(run.exitCode).toBeNull();
    expect([...run.rows, ...run.rows]).toHaveLength(2);
    expect(run.warnings).toMatchObject([{ code: "no_exit", run: "r" }]);
  });

  it("reads negative exit codes and the last of several run, config and summary records", async () => {
    const { run, exitCode } = await read([
      runRecord("r", [8, "before"], [10, "a"], [4, message([1, message([1, "lr"], [16, "1"])])]),
      message([5, message([1, message([1, "lr"], [16, "2"])], [1, message([1, "wd"], [16, "3"])])]),
      message([3, message([1, item("m", "1")], [1, item(["n", "x"], "1")], [1, item("gone", "5")])]),
      message([3, message([1, item("m", "2")], [1, item(["n", "y"], "2")], [2, item("gone", "0")])]),
      message([5, message([2, message([1, "wd"])])]),
      runRecord("r", [8, "after"], [10, "b"]),
      exitRecord(-1),
    ]);
    expect(run).toMatchObject({ displayName: "after", tags: ["b"], state: "failed" });
    expect(run.config).toEqual({ lr: 2 });
    expect(run.summary).toEqual({ m: 2, n: { x: 1, y: 2 } });
    expect(exitCode).toBe(-1);
  });

  it("names a run that doesn't name itself after its stream, else after its file", async () => {
    const streamed = message([18, message()], [200, message([1, "stream01"])]);
    expect((await read([rowRecord(0), streamed])).run.id).toBe("stream01");
    const bytes = wandbFile([rowRecord(0)]);
    const nameless = await readWandbFile(bytes, { name: "wandb/run-20261121-abc/run-abc.wandb" });
    expect(nameless.run.id).toBe("abc");
    expect(nameless.warnings).toMatchObject([{ code: "partial" }, { code: "no_exit" }]);
    expect((await readWandbFile(bytes)).run.id).toBe("unknown");
  });

  it("leaves out a value that isn't JSON and a record that isn't one, with their offsets", async () => {
    const start = wandbFile([runRecord("r")]).length;
    const { rows, warnings } = await read([
      runRecord("r"),
      rowRecord(0, { good: "1", bad: "{", worse: "1x1" }),
      message([2, Buffer.from([0x0a, 0x7f])]),
      message([2, message([1, message([2, "a"], [16, 7])])]),
      rowRecord(1),
      exitRecord(0),
    ]);
    expect(rows).toEqual([{ _step: 0, good: 1 }, { _step: 1 }]);
    expect(warnings.map(({ code }) => code)).toEqual(["damaged", "damaged", "damaged", "damaged"]);
    expect(warnings[0]).toMatchObject({ offset: start, message: expect.stringContaining('"bad"') });
    expect(warnings[1]).toMatchObject({ offset: start, message: expect.stringContaining('"worse"') });
    expect(warnings[2]!.message).toContain("can't be decoded");
  });

  it("reads 100,000 metrics in a row, and rows of several blocks", async () => {
    const values = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`metric/${i}`, `${i}`]));
    const { rows, warnings } = await read([
      runRecord("r"),
      rowRecord(0, values),
      rowRecord(1),
      exitRecord(0),
    ]);
    expect(Object.keys(rows[0]!)).toHaveLength(100_001);
    expect(rows[0]!["metric/99999"]).toBe(99_999);
    expect(warnings).toEqual([]);
  });

  it("refuses paths of keys deeper than anyone nests", async () => {
    const deep = Array.from({ length: 5000 }, () => "k");
    const record = message([2, message([1, item(deep, "1")], [2, message([1, 1])])]);
    const { rows, warnings } = await read([runRecord("r"), record, rowRecord(2), exitRecord(0)]);
    expect(rows).toEqual([{ _step: 2 }]);
    expect(warnings).toMatchObject([{ code: "damaged", message: expect.stringContaining("too deeply") }]);
  });
});
