import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DoNothing, MetricThresholdFilter, OnRunMetric } from "wandb-automations";
import { dryRun, type RunHistory } from "wandb-automations/evaluate";
import { readCsvFile, readJsonFile } from "wandb-automations/history";
import { backtest, type HistoryTable } from "wandb-automations/sql";
import { comparableCounts, comparableFirings } from "../../sql/compare-verdicts.js";

const root = mkdtempSync(path.join(tmpdir(), "odd-"));
afterAll(() => rmSync(root, { recursive: true }));

function written(name: string, text: string): string {
  const file = path.join(mkdtempSync(path.join(root, "of ")), name);
  writeFileSync(file, text);
  return file;
}

const lossAbove = new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 1 });
const AUTOMATIONS = [new OnRunMetric({ scope: "acme/vision", filter: lossAbove }).then(new DoNothing())];

async function expectSame(history: HistoryTable, runs: readonly RunHistory[]) {
  const verdict = await backtest(AUTOMATIONS, { history });
  const evaluated = await dryRun(AUTOMATIONS, runs);
  expect(comparableFirings(verdict)).toEqual(comparableFirings(evaluated));
  expect(comparableCounts(verdict)).toEqual(comparableCounts(evaluated));
  return verdict;
}

describe("runs told by numbers in JSON", () => {
  it("are whole numbers, however those are spelled", async () => {
    const ids = ["5.0", "5", '"5"', "1e2", "100", "-0.0", "0", "9007199254740991", "-9007199254740991.0"];
    const files = written(
      "history.jsonl",
      ids.map((id, i) => `{"run":${id},"_step":${i},"loss":${i}}\n`).join(""),
    );
    const verdict = await expectSame(
      { format: "jsonl", files },
      await readJsonFile(files, { runKey: "run" }),
    );
    const runs = ["-9007199254740991", "0", "100", "5", "9007199254740991"];
    expect(verdict.outcomes.map((outcome) => (outcome.kind === "run" ? outcome.run.id : ""))).toEqual(runs);
  });

  it.each(["5.5", "1e30", "9007199254740992", "12345678901234567890123"])("are none: %s", async (id) => {
    const files = written(
      "history.jsonl",
      `{"run":"a","_step":0,"loss":2}\n{"run":${id},"_step":0,"loss":2}\n`,
    );
    const [run, ...others] = await readJsonFile(files, { runKey: "run" });
    expect([others, run?.warnings.map(({ code }) => code)]).toEqual([[], ["damaged"]]);
    await expect(backtest(AUTOMATIONS, { history: { format: "jsonl", files } })).rejects.toThrow(
      'a line has no "run" that says its run',
    );
  });
});

describe("CSV files whose name tells the run", () => {
  it("have rows with a step and no values", async () => {
    const files = written("a.csv", "_step,_timestamp,loss,acc\n0,10,2,\n9,20,,\n3,30,4,\n9,,5,\n12,,,1\n");
    const verdict = await expectSame({ format: "csv", files, run: "file" }, await readCsvFile(files));
    expect(verdict.warnings.map(({ code }) => code)).toEqual(["went_back"]);
  });

  it("may hold days and times that nobody has", async () => {
    const times = [
      "2026-02-30 00:00:00",
      "2026-03-01 24:00:00",
      "2026-03-01 10:00:00+25:00",
      "2026-03-01 10:00:00+14:00",
    ];
    const rows = times.map((time, i) => `${i},${time},${i}\n`).join("");
    const files = written("a.csv", `_step,_timestamp,loss\n${rows}`);
    const { firings } = await expectSame({ format: "csv", files, run: "file" }, await readCsvFile(files));
    expect(firings.map(({ timestamp }) => timestamp)).toEqual([undefined]);
  });
});
