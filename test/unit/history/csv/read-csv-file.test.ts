import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { hasErrorCode } from "../../../../src/errors/index.js";
import { type FileRun, type HistoryRow, type ReadCsvOptions, readCsvFile } from "../../../../src/history.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "read-csv-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (text: string, options?: ReadCsvOptions) => readCsvFile(Buffer.from(text), options);
async function rowsOf(run: FileRun | undefined): Promise<HistoryRow[]> {
  const rows: HistoryRow[] = [];
  for await (const row of run!.rows) rows.push(row);
  return rows;
}

describe("a chart's export", () => {
  const chart = `"Step","baseline - train/loss","baseline - train/loss__MIN","baseline - train/loss__MAX","fast - lr - train/loss","fast - lr - train/loss__MIN","fast - lr - train/loss__MAX"
"0","3.69","3.69","3.69","2.7","2.7","2.7"
"2","2.60","2.60","2.60","","",""
"4","","","","NaN","NaN","NaN"
`;

  it("has a run per name, without steps at which it logged nothing, and warns that it is a sample", async () => {
    const runs = await read(chart, { run: { project: "digits" } });
    expect(runs.map(({ run }) => run)).toEqual([
      { id: "baseline", displayName: "baseline", project: "digits" },
      { id: "fast - lr", displayName: "fast - lr", project: "digits" },
    ]);
    for (let time = 0; time < 2; time++) {
      expect(await rowsOf(runs[0])).toEqual([
        { _step: 0, "train/loss": 3.69 },
        { _step: 2, "train/loss": 2.6 },
      ]);
      expect(await rowsOf(runs[1])).toEqual([
        { _step: 0, "train/loss": 2.7 },
        { _step: 4, "train/loss": Number.NaN },
      ]);
    }
    for (const { warnings, run } of runs) expect(warnings).toMatchObject([{ code: "sampled", run: run.id }]);
  });

  it("over another x axis takes the steps from their own column", async () => {
    const header = [
      "epoch",
      "a - _step",
      "a - _step__MIN",
      "a - _step__MAX",
      "a - loss",
      "a - loss__MIN",
      "a - loss__MAX",
    ];
    const [run] = await read(
      `${header.map((name) => `"${name}"`).join(",")}\n0.5,10,10,10,0.9,0.9,0.9\n1,20,20,20,0.8,0.8,0.8\n`,
    );
    expect(await rowsOf(run)).toEqual([
      { _step: 10, epoch: 0.5, loss: 0.9 },
      { _step: 20, epoch: 1, loss: 0.8 },
    ]);
  });
});

describe("a table", () => {
  it("as pandas writes it, index included", async () => {
    const text =
      ",_step,_timestamp,loss,acc,note\n0,0,1795254347.25,0.5,,warm-up\n1,2,1795254348.25,,0.25,\n2,4,1795254349,inf,,\n3,5,,,,\n";
    const [run, ...others] = await read(text, { name: "runs/lkowe4hd.csv" });
    expect(others).toEqual([]);
    expect(run!.run).toEqual({ id: "lkowe4hd" });
    expect(await rowsOf(run)).toEqual([
      { _step: 0, _timestamp: 1795254347.25, loss: 0.5, note: "warm-up" },
      { _step: 2, _timestamp: 1795254348.25, acc: 0.25 },
      { _step: 4, _timestamp: 1795254349, loss: 1 / 0 },
      { _step: 5 },
    ]);
    expect(run!.warnings).toEqual([]);
  });

  it("goes by steps at which nothing was logged, and not by lines of commas", async () => {
    const [run] = await read("_step,loss,note\n1,0.5,\n9,,\n,,\n5,0.25,\n10,0.125,\n");
    expect((await rowsOf(run)).map(({ _step }) => _step)).toEqual([1, 9, 10]);
    expect(run!.warnings.map(({ code, step }) => [code, step])).toEqual([["went_back", 5]]);
  });

  it("with its runs' names, however they are mixed", async () => {
    const lines = Array.from(
      { length: 3000 },
      (_, i) => `${i},r${(i * i) % 3},${i / 8},"a ""quoted"", ${"x".repeat(i % 60)}"`,
    );
    const runs = await read(`_step,run,loss,text\r\n${lines.join("\r\n")}\r\n`);
    expect(runs.map(({ run }) => run.id)).toEqual(["r0", "r1"]);
    const steps = (id: string) => lines.flatMap((line, i) => (line.includes(`,${id},`) ? [i] : []));
    for (const run of runs) {
      const rows = await rowsOf(run);
      expect(rows.map((row) => row._step)).toEqual(steps(run.run.id));
      expect(rows.every((row) => row.loss === (row._step as number) / 8 && row.run === run.run.id)).toBe(
        true,
      );
      expect(run.warnings).toEqual([]);
    }
  });

  it("merges repeated steps and reports returning ones in the right line", async () => {
    const text = "_step,run_id,loss\n1,a,1\n5,b,2\n1,a,3\n4,b,4\n0,a,5\n";
    const [a, b] = await read(text);
    expect(await rowsOf(a)).toEqual([{ _step: 1, run_id: "a", loss: 3 }]);
    expect(await rowsOf(b)).toEqual([{ _step: 5, run_id: "b", loss: 2 }]);
    expect(a!.warnings).toMatchObject([{ code: "went_back", step: 0, line: 6, run: "a" }]);
    expect(b!.warnings).toMatchObject([{ code: "went_back", step: 4, line: 5, run: "b" }]);
  });

  it("numbers rows if there is no column of steps, and says so", async () => {
    const [run] = await read("loss\n0.5\n0.4\n");
    expect(await rowsOf(run)).toEqual([
      { _step: 0, loss: 0.5 },
      { _step: 1, loss: 0.4 },
    ]);
    expect(run!.warnings).toMatchObject([{ code: "no_step" }]);
  });

  it("takes `step` for the step, any column for the run, or none", async () => {
    const text = "step,trial,run,loss\n0,x,r,1\n1,y,r,2\n";
    expect(await rowsOf((await read(text))[0])).toEqual([
      { _step: 0, step: 0, trial: "x", run: "r", loss: 1 },
      { _step: 1, step: 1, trial: "y", run: "r", loss: 2 },
    ]);
    expect((await read(text, { runKey: "trial" })).map(({ run }) => run.id)).toEqual(["x", "y"]);
    expect(await read(text, { runKey: false })).toHaveLength(1);
    await expect(read(text, { runKey: "missing" })).rejects.toThrow(/no column "missing"/);
  });

  it("keeps hostile names as names, and takes 20,000 columns", async () => {
    const [hostile] = await read("_step,__proto__,constructor\n0,1,2\n");
    expect(Object.keys((await rowsOf(hostile))[0]!)).toEqual(["__proto__", "constructor", "_step"]);
    const names = Array.from({ length: 20_000 }, (_, i) => `m${i}`);
    const [wide] = await read(`_step,${names.join(",")}\n0,${names.map((_, i) => i).join(",")}\n`);
    expect((await rowsOf(wide))[0]!.m19999).toBe(19_999);
  });

  it("may have a header alone", async () => {
    expect(await rowsOf((await read("_step,loss\n"))[0])).toEqual([]);
  });
});

describe("damaged CSV", () => {
  it("loses the damaged lines, and says which", async () => {
    const [run] = await read(
      '_step,loss,acc\n0,1,1\n1,2\n2,3,3,3\n3,4"4,4\n4,5.x5,5\n5,6,6\nx,7,7\n,8,8\n6,9',
    );
    expect(await rowsOf(run)).toEqual([
      { _step: 0, loss: 1, acc: 1 },
      { _step: 4, loss: "5.x5", acc: 5 },
      { _step: 5, loss: 6, acc: 6 },
    ]);
    const lines = new Map(run!.warnings.map(({ line, code, message }) => [line, `${code}: ${message}`]));
    expect([...lines.keys()].sort((a, b) => a! - b!)).toEqual([3, 4, 5, 6, 8, 9, 10]);
    expect(lines.get(3)).toContain("2 cells instead of the header's 3");
    expect(lines.get(5)).toContain("this is no CSV");
    expect(lines.get(6)).toContain('"5.x5" in the column "loss" is no number');
    expect(lines.get(8)).toContain("bad_step");
    expect(lines.get(9)).toContain("step is missing");
  });

  it("says that a quote isn't closed, and that a column comes twice", async () => {
    const [run] = await read('_step,loss,loss\n0,1,2\n1,"2,3\n2,3,4\n');
    expect(await rowsOf(run)).toEqual([{ _step: 0, loss: 1 }]);
    expect(run!.warnings.map(({ message }) => message).join("\n")).toMatch(/comes twice.*not closed/is);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ["an empty file", "", /the file is empty/],
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /no text/],
    ["text", "dear diary\ntoday\n", /neither a column of steps nor a number/],
    ["zeros", Buffer.alloc(1000), /no text/],
  ])("is refused: %s", async (_, content, problem) => {
    const file = path.join(folder, "broken.csv");
    writeFileSync(file, content);
    const error: unknown = await readCsvFile(file).catch((thrown: unknown) => thrown);
    expect(hasErrorCode(error, "HISTORY")).toBe(true);
    expect((error as Error).message).toMatch(problem);
    expect(error).toMatchObject({ file });
  });

  it("lets go of the file when the rows aren't read to their end", async () => {
    const file = path.join(folder, "long.csv");
    writeFileSync(file, `_step,loss\n${Array.from({ length: 100_000 }, (_, i) => `${i},1\n`).join("")}`);
    const [run] = await readCsvFile(file);
    for (let time = 0; time < 50; time++) for await (const row of run!.rows) if (row._step === 10) break;
    rmSync(file);
    await expect(rowsOf(run)).rejects.toThrow(/no such file/);
  });
});
