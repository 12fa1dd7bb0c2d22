import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { DoNothing, MetricThresholdFilter, OnRunMetric, OnRunState, StateFilter } from "wandb-automations";
import { dryRun, type HistoryRow } from "wandb-automations/evaluate";
import { readJsonFile } from "wandb-automations/history";
import { type BacktestOptions, type BacktestSource, backtest } from "wandb-automations/sql";
import { toCompiledList } from "../../../src/evaluate/evaluable.js";
import { gapsOf, wholeVerdict } from "../../sql/compare-verdicts.js";
import { toJsonLines, toRunInfo } from "../../sql/eval-cases.js";
import { type RandomSizes, randomCase } from "../../sql/random-cases.js";

const folder = mkdtempSync(path.join(tmpdir(), "whole-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Misses are as close if they differ by less than a billionth. */
const NEARLY = 1 + 1e-9;

const STATES = ["running", "finished", "failed"] as const;
const ENDS = ["finished", "failed", "crashed", "killed", "running"];

const options = fc.record({
  nan: fc.constantFrom("propagate" as const, "skip" as const),
  partialWindows: fc.constantFrom("wait" as const, "evaluate" as const),
});

/** Automations that look at none of the runs. */
const metric = new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 0 });
const elsewhere = [
  new OnRunMetric({ scope: "acme/speech", filter: metric }).then(new DoNothing()),
  toCompiledList(new OnRunMetric({ scope: "acme/vision", filter: metric }).then(new DoNothing())).map(
    (one) => ({ ...one, enabled: false }),
  ),
].flat();

/** A dry run looks at the time of the first row only. */
const inMilliseconds = (row: HistoryRow, at: number): HistoryRow => ({
  ...row,
  _timestamp: 1.7e12 + 6e7 * at,
});

const watchesState = fc
  .subarray([...STATES], { minLength: 1 })
  .map((states) =>
    new OnRunState({ scope: "acme/vision", filter: new StateFilter({ states }) }).then(new DoNothing()),
  );

describe("a backtest's verdict", () => {
  it.each<[string, RandomSizes]>([
    ["of short windows", { rows: 40, windows: [1, 6] }],
    ["of long windows", { rows: 200, windows: [5, 40], oddIn: 100 }],
  ])("%s is a dry run's, in everything but the order of runs", async (_, sizes) => {
    const cases = fc.record({
      random: randomCase(5, 4, sizes),
      state: watchesState,
      ends: fc.array(fc.constantFrom(...ENDS), { minLength: 4, maxLength: 4 }),
      given: options,
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ random, state, ends, given }) => {
        const automations = [...random.automations, state, ...elsewhere];
        const runs = random.runs.map(({ run, rows }, i) => ({
          run: { ...run, id: run.id, state: ends[i], entity: "acme", project: "vision" },
          rows: i > 0 ? rows : rows.map(inMilliseconds),
        }));
        const lines = toJsonLines(runs);
        const file = path.join(folder, "history.jsonl");
        writeFileSync(file, lines.history);
        writeFileSync(path.join(folder, "runs.jsonl"), lines.runs);
        const source: BacktestSource = {
          history: { format: "jsonl", files: file },
          runs: { format: "jsonl", files: path.join(folder, "runs.jsonl") },
        };
        const asked: BacktestOptions = { ...given, closest: true };
        const verdict = await backtest(automations, source, asked);
        const infos = new Map(runs.map(({ run }) => [run.id, toRunInfo(run)]));
        const read = await readJsonFile(file, { runKey: "run" });
        const recorded = read.map((one) => ({
          run: infos.get(one.run.id)!,
          rows: one.rows,
          // Known once the rows are read.
          get warnings() {
            return one.warnings;
          },
        }));
        const evaluated = await dryRun(automations, recorded, given);
        expect(wholeVerdict(verdict)).toEqual(wholeVerdict(evaluated));
        // Both look for misses by doubles. Dry runs keep running sums, which large values leave less sure.
        const found = gapsOf(verdict);
        for (const [key, gap] of gapsOf(evaluated)) expect(found.get(key)).toBeLessThanOrEqual(gap * NEARLY);
      }),
      { numRuns: 30 },
    );
  });
});
