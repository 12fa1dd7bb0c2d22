import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DoNothing, OnRunMetric, RunEvent } from "wandb-automations";
import { type BacktestSource, backtest, readSparkResult } from "wandb-automations/sql";
import { toCompiledList } from "../../../src/evaluate/evaluable.js";
import { toJsonLines } from "../../sql/eval-cases.js";
import { writeResult } from "../../sql/write-result.js";
import { runCommand } from "../cli/run-command.js";

const folder = mkdtempSync(path.join(tmpdir(), "result-"));
afterAll(() => rmSync(folder, { recursive: true }));

const scope = "acme/digits";
const filters = {
  high: RunEvent.metric("loss").avg(2).gt(1).and(RunEvent.name.contains("good")),
  low: RunEvent.metric("loss").lt(-1),
};
const automations = Object.entries(filters).flatMap(([name, filter]) =>
  toCompiledList(new OnRunMetric({ scope, filter }).then(new DoNothing())).map((one) => ({ ...one, name })),
);
const at = (name: string) => path.join(folder, name);
const source: BacktestSource = {
  history: { format: "jsonl", files: at("history.jsonl") },
  runs: { format: "jsonl", files: at("runs.jsonl") },
};

beforeAll(async () => {
  const steps = [0, 1, 2, 1, 3];
  const rows = [0.5, 2, 0.5, 9, 3].map((loss, i) => ({
    ...{ _step: steps[i]!, _timestamp: 1.7e9 + i * 86_400, loss },
  }));
  const runs = [
    { id: "a", display_name: "good" },
    { id: "b", display_name: "bad" },
  ].map((run) => ({ run, rows }));
  const lines = toJsonLines(runs);
  writeFileSync(at("history.jsonl"), lines.history);
  writeFileSync(at("runs.jsonl"), lines.runs);
  await writeResult(automations, source, at("result"));
});

describe("the result of a finished job", () => {
  it("is the verdict that a backtest comes to", async () => {
    expect(await readSparkResult(at("result"))).toEqual(await backtest(automations, source));
  });

  it("is evaluated by the options of the job", async () => {
    const options = { partialWindows: "evaluate" } as const;
    await writeResult(automations, source, at("partial"), options);
    const verdict = await readSparkResult(at("partial"));
    expect(verdict).toEqual(await backtest(automations, source, options));
    expect(verdict).not.toEqual(await readSparkResult(at("result")));
  });

  it("says how close misses were, if the job was asked", async () => {
    await writeResult(automations, source, at("closest"), {}, true);
    const verdict = await readSparkResult(at("closest"));
    expect(verdict).toEqual(await backtest(automations, source, { closest: true }));
    expect(verdict.explain()).toContain("the closest was 0.5 at step 0");
  });

  it("is reported on the command line, as a backtest is", async () => {
    const argv = ["backtest", "--engine", "spark", "--read", "result"];
    const { exitCode, out, err } = await runCommand(argv, { cwd: folder });
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toMatch(/^2 runs, 8 rows on 4 days/);
    expect(out).toMatch(/\nhigh +3 +1 of 2 /);
    expect(out).toMatch(/\nlow +0 /);
    expect(out).toContain("good (a): 3 times, first at step 1");
    expect(out).toContain("! run a: 1 row was dropped: their steps went back, the lowest to 1");
    const json = await runCommand([...argv, "--json"], { cwd: folder });
    expect(json.json()).toMatchObject({
      command: "backtest",
      span: { runs: 2, rows: 8, days: 4 },
      automations: [
        { automation: { name: "high" }, firings: 3, runsHit: 1 },
        { automation: { name: "low" }, firings: 0 },
      ],
    });
  });
});
