import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { hasErrorCode } from "../../../../src/errors/index.js";
import {
  type HistoryRow,
  type JsonRun,
  type ReadJsonOptions,
  readJsonFile,
} from "../../../../src/history.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "read-json-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(text: string | Uint8Array, options?: ReadJsonOptions): Promise<JsonRun> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const before = Buffer.from(bytes);
  const [run, ...others] = await readJsonFile(bytes, options);
  expect(others).toEqual([]);
  const rows = [...run!.rows];
  const awaited: HistoryRow[] = [];
  for await (const row of run!.rows) awaited.push(row);
  expect(awaited).toEqual(rows);
  expect(Buffer.from(bytes).equals(before)).toBe(true);
  return run!;
}
const rowsOf = async (text: string | Uint8Array) => [...(await read(text)).rows];

const LAYOUTS = {
  lines: (rows: readonly string[]) => rows.map((row) => `${row}\n`).join(""),
  "lines without the last newline": (rows: readonly string[]) => rows.join("\n"),
  "lines of Windows": (rows: readonly string[]) => rows.map((row) => `${row}\r\n`).join(""),
  "lines with blank ones between": (rows: readonly string[]) => `\n${rows.join("\n\n  \n")}\n\n`,
  "lines behind a byte order mark": (rows: readonly string[]) => `\uFEFF${rows.join("\n")}`,
  array: (rows: readonly string[]) => `[${rows.join(",")}]`,
  "array laid out": (rows: readonly string[]) => `\uFEFF\n [\n  ${rows.join(" ,\n  ")}\n]\n`,
};

describe.each(Object.entries(LAYOUTS))("JSON history: %s", (_, layout) => {
  it("reads rows of scan_history, with bare tokens and the strings W&B writes for them", async () => {
    const rows = await rowsOf(
      layout([
        '{"_step": 0, "_timestamp": 1795254347.25, "loss": NaN, "acc": "NaN", "note": "loss: NaN, stop", "l": [1, Infinity]}',
        '{"_step": 1, "loss": -Infinity, "acc": "-Infinity", "nested": {"a": {"b": NaN}}}',
        '{"_step": 2, "big": 1152921504606846977, "text": "1152921504606846977 []{}\\"\\\\", "nil": null}',
      ]),
    );
    expect(rows).toEqual([
      {
        _step: 0,
        _timestamp: 1795254347.25,
        loss: Number.NaN,
        acc: "NaN",
        note: "loss: NaN, stop",
        l: [1, 1 / 0],
      },
      { _step: 1, loss: -1 / 0, acc: "-Infinity", nested: { a: { b: Number.NaN } } },
      { _step: 2, big: 1152921504606846977n, text: '1152921504606846977 []{}"\\', nil: null },
    ]);
  });

  it("reads more than fits into a window, in any language", async () => {
    const made = Array.from({ length: 5000 }, (_, i) => ({
      _step: i,
      text: ["plain", "é", "日本", "𝄞"][i % 4]!.repeat(1 + (i % 50)),
      ...(i === 2500 && { long: "x".repeat(300_000) }),
    }));
    expect(await rowsOf(layout(made.map((row) => JSON.stringify(row))))).toEqual(made);
  });

  it("keeps hostile keys as keys", async () => {
    const rows = await rowsOf(
      layout(['{"_step":0,"__proto__":{"polluted":NaN},"constructor":1}', '{"_step":0,"__proto__":{"b":2}}']),
    );
    expect(Object.keys(rows[0]!)).toEqual(["_step", "__proto__", "constructor"]);
    expect(Object.prototype).not.toHaveProperty("polluted");
    expect(Object.prototype).not.toHaveProperty("b");
  });

  it("reads 100,000 metrics in a row", async () => {
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`metric/${i}`, i]));
    const [run] = await readJsonFile(
      Buffer.from(layout([JSON.stringify({ _step: 0, ...wide }), '{"_step":1}'])),
    );
    const rows = [...run!.rows];
    expect(rows[0]!["metric/99999"]).toBe(99_999);
    expect(rows).toHaveLength(2);
  });

  it("merges repeated steps, drops returning ones and says in which line", async () => {
    const run = await read(
      layout(['{"_step":3,"a":1}', '{"_step":3,"b":2}', '{"_step":1,"c":3}', '{"_step":4}']),
      {
        name: "h.json",
      },
    );
    expect([...run.rows]).toEqual([{ _step: 3, a: 1, b: 2 }, { _step: 4 }]);
    expect(run.warnings).toMatchObject([
      { code: "went_back", step: 1, file: "h.json", run: "h", line: expect.any(Number) },
    ]);
  });

  it("numbers rows without steps, and says so once", async () => {
    const run = await read(layout(['{"loss":1}', '{"loss":2}', '{"_step":7,"loss":3}', '{"loss":4}']));
    expect([...run.rows].map((row) => row._step)).toEqual([0, 1, 7, 8]);
    expect(run.warnings).toMatchObject([{ code: "no_step" }]);
  });

  it("skips what is no row, and steps that are none", async () => {
    const run = await read(
      layout([
        '{"_step":0}',
        "[1]",
        "7",
        '"text"',
        "null",
        '{"_step":"5"}',
        '{"_step":1e300}',
        '{"_step":2}',
      ]),
    );
    expect([...run.rows].map((row) => row._step)).toEqual([0, 1e300]);
    expect(run.warnings.map(({ code }) => code)).toEqual([
      "damaged",
      "damaged",
      "damaged",
      "damaged",
      "bad_step",
      "went_back",
    ]);
  });
});

describe("damaged JSON", () => {
  it("loses the damaged line alone, and says which", async () => {
    const lines = Array.from({ length: 1000 }, (_, i) => `{"_step":${i},"loss":${i / 3}}`);
    lines[500] = lines[500]!.replace('"loss":', '"loss');
    const run = await read(lines.join("\n"));
    expect([...run.rows].map((row) => row._step)).toEqual(lines.map((_, i) => i).filter((i) => i !== 500));
    expect(run.warnings).toMatchObject([
      { code: "damaged", line: 501, message: expect.stringMatching(/no JSON: .* at character/) },
    ]);
  });

  it("isn't taken in by lines that only make sense together", async () => {
    for (const pair of ['{"_step":1,"a":[{"b":1}\n{"c":2}]}', '{"_step":1,"a":"x}\n{", "b":2}']) {
      const run = await read(`{"_step":0}\n${pair}\n{"_step":2},{"_step":3}\n{"_step":4}\n`);
      expect([...run.rows].map((row) => row._step)).toEqual([0, 4]);
      expect(run.warnings.map(({ line }) => line)).toEqual([2, 3, 4]);
    }
  });

  it("says where a file was cut", async () => {
    const cut = await read('{"_step":0}\n{"_step":1,"lo');
    expect([...cut.rows]).toEqual([{ _step: 0 }]);
    expect(cut.warnings).toMatchObject([{ code: "truncated", line: 2 }]);
    const inElement = await read('[{"_step":0},\n{"_step":1,"lo');
    expect([...inElement.rows]).toEqual([{ _step: 0 }]);
    expect(inElement.warnings).toMatchObject([{ code: "truncated", line: 2 }]);
    const between = await read('[{"_step":0},\n{"_step":1}');
    expect([...between.rows]).toHaveLength(2);
    expect(between.warnings).toMatchObject([{ code: "truncated", line: 2 }]);
  });

  it("skips text that isn't UTF-8", async () => {
    const bytes = Buffer.from('{"_step":0}\n{"_step":1,"a":"x"}\n{"_step":2}\n');
    bytes[bytes.indexOf("x")] = 0xff;
    const run = await read(bytes);
    expect([...run.rows]).toEqual([{ _step: 0 }, { _step: 2 }]);
    expect(run.warnings).toMatchObject([
      { code: "damaged", line: 2, message: expect.stringContaining("UTF-8") },
    ]);
  });

  it("says what is odd about an array", async () => {
    const odd = await read('[{"_step":0} {"_step":1},,{"_step":2,"a":[1}]');
    expect([...odd.rows].map((row) => row._step)).toEqual([0, 1]);
    expect(odd.warnings.map(({ message }) => message)).toEqual([
      "there is no comma between two rows",
      "there is a comma too many",
      expect.stringContaining("no JSON"),
      "the file ends before its array does",
    ]);
    expect((await read('[{"_step":0}] x')).warnings).toMatchObject([
      { message: "there is more text behind the array" },
    ]);
    expect([...(await read("[]")).rows]).toEqual([]);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ["an empty file", "", /the file is empty/],
    ["blank lines", "\n \n", /no row in it/],
    ["text", "step,loss\n0,1\n", /line 1: this is no JSON/],
    ["one object laid out", '{\n  "loss": 1\n}\n', /line 1: this is no JSON/],
    ["numbers", "1\n2\n", /a row is an object/],
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /isn't UTF-8/],
    ["UTF-16", Buffer.from('\uFEFF{"_step":0}', "utf16le"), /UTF-16/],
    ["zeros", Buffer.alloc(200_000), /no JSON/],
    ["many lines of no rows", "x\n".repeat(20_000), /line 1: this is no JSON/],
  ])("is refused: %s", async (_, content, problem) => {
    const file = path.join(folder, "broken.jsonl");
    writeFileSync(file, content);
    const error: unknown = await readJsonFile(file).catch((thrown: unknown) => thrown);
    expect(hasErrorCode(error, "HISTORY")).toBe(true);
    expect((error as Error).message).toMatch(problem);
    expect(error).toMatchObject({ file });
  });
});

describe("the runs of a JSON file", () => {
  it("is one, named after the file, unless more is known of it", async () => {
    const file = path.join(folder, "lkowe4hd.jsonl");
    writeFileSync(file, '{"_step":0}\n');
    expect((await readJsonFile(file))[0]).toMatchObject({ file, run: { id: "lkowe4hd" } });
    const run = { id: "r", displayName: "baseline", config: { lr: 1 } };
    expect((await readJsonFile(file, { run }))[0]!.run).toEqual(run);
    expect((await readJsonFile(Buffer.from("{}")))[0]!.run).toEqual({ id: "unknown" });
  });

  const several = (key: string) =>
    ["b", "a", "b", "a", "a"].map((id, i) => `{"${key}":"${id}","_step":${i},"v":${i}}`);

  it.each(Object.entries(LAYOUTS))("are several if rows tell their run: %s", async (_, layout) => {
    for (const key of ["run", "_run", "run_id"]) {
      const found = await readJsonFile(Buffer.from(layout(several(key))), { run: { project: "p" } });
      expect(found.map(({ run }) => run)).toEqual([
        { project: "p", id: "b" },
        { project: "p", id: "a" },
      ]);
      expect(found.map(({ rows }) => [...rows].map((row) => row.v))).toEqual([
        [0, 2],
        [1, 3, 4],
      ]);
    }
  });

  it("can be told by any key, or not at all", async () => {
    const text = several("run").join("\n").replaceAll('"v":', '"trial":');
    const byTrial = await readJsonFile(Buffer.from(text), { runKey: "trial" });
    expect(byTrial.map(({ run }) => run.id)).toEqual(["0", "1", "2", "3", "4"]);
    expect(await readJsonFile(Buffer.from(text), { runKey: false })).toHaveLength(1);
    await expect(readJsonFile(Buffer.from(text), { runKey: "missing" })).rejects.toThrow(
      /no row tells its run by "missing"/,
    );
  });

  it("keep what belongs to none of them apart, with the right lines", async () => {
    const rows = [
      '{"run":"a","_step":0}',
      '{"_step":1}',
      '{"run":"a","_step":2}',
      "oops",
      '{"run":"b","_step":9}',
      '{"run":"b","_step":5}',
    ];
    for (const text of [rows.join("\n"), `[${rows.filter((row) => row !== "oops").join(",\n")}]`]) {
      const [a, b] = await readJsonFile(Buffer.from(text));
      expect([...a!.rows].map((row) => row._step)).toEqual([0, 2]);
      expect([...b!.rows].map((row) => row._step)).toEqual([9]);
      expect(a!.warnings[0]).toMatchObject({ line: 2, message: expect.stringContaining('its run by "run"') });
      expect(b!.warnings).toEqual([
        expect.objectContaining({ code: "went_back", run: "b", step: 5, line: text.split("\n").length }),
      ]);
    }
  });

  it("are read from large files in ranges, wherever windows end", async () => {
    const rows = Array.from({ length: 4000 }, (_, i) => ({
      run: `r${i % 3}`,
      _step: i,
      pad: "x".repeat(i % 90),
    }));
    const file = path.join(folder, "several.json");
    for (const layout of Object.values(LAYOUTS)) {
      writeFileSync(file, layout(rows.map((row) => JSON.stringify(row))));
      for (const [i, run] of (await readJsonFile(file)).entries()) {
        const expected = rows.filter((row) => row.run === `r${i}`);
        expect([...run.rows]).toEqual(expected);
        const awaited: HistoryRow[] = [];
        for await (const row of run.rows) awaited.push(row);
        expect(awaited).toEqual(expected);
      }
    }
  });
});
