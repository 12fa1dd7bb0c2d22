import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { dryRun } from "wandb-automations/evaluate";
import { backtest } from "wandb-automations/sql";
import { firedRuns } from "../../sql/compare-verdicts.js";
import { toJsonLines, toRunInfo } from "../../sql/eval-cases.js";
import { FILTERED_RUNS, FILTERS, filteredAutomations } from "../../sql/filter-cases.js";

const folder = mkdtempSync(path.join(tmpdir(), "filters-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("run filters on DuckDB", () => {
  it("let the same runs through as the evaluator's, by every operator", async () => {
    const lines = toJsonLines(FILTERED_RUNS);
    const files = { history: path.join(folder, "history.jsonl"), runs: path.join(folder, "runs.jsonl") };
    writeFileSync(files.history, lines.history);
    writeFileSync(files.runs, lines.runs);
    const automations = filteredAutomations();
    const verdict = await backtest(automations, {
      history: { format: "jsonl", files: files.history },
      runs: { format: "jsonl", files: files.runs },
    });
    const runs = FILTERED_RUNS.map(({ run, rows }) => ({ run: toRunInfo(run), rows }));
    const evaluated = firedRuns(await dryRun(automations, runs));
    const named = (fired: readonly string[][]) =>
      FILTERS.map((filter, i) => [JSON.stringify(filter), fired[i]]);
    expect(named(firedRuns(verdict))).toEqual(named(evaluated));
    expect(new Set(evaluated.map(String)).size).toBeGreaterThan(12);
  });
});
