import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { dryRun } from "wandb-automations/evaluate";
import { backtest } from "wandb-automations/sql";
import { comparableCounts, comparableFirings } from "../../sql/compare-verdicts.js";
import { readEvalCases, toJsonLines, toRunInfo } from "../../sql/eval-cases.js";

/** Cases asked together: every automation meets the runs of all of them. */
const TOGETHER = 10;

const folder = mkdtempSync(path.join(tmpdir(), "vectors-"));
afterAll(() => rmSync(folder, { recursive: true }));

const cases = readEvalCases();
const groups = Array.from({ length: Math.ceil(cases.length / TOGETHER) }, (_, i) =>
  cases.slice(i * TOGETHER, (i + 1) * TOGETHER),
);

describe("eval.json on DuckDB", () => {
  it.each(groups.map((group, i) => ({ group, first: i * TOGETHER })))(
    "cases from $first on fire where the exact evaluator says, and as in a dry run",
    async ({ group }) => {
      const runs = group.flatMap((one) => one.runs);
      const lines = toJsonLines(runs);
      const files = { history: path.join(folder, "history.jsonl"), runs: path.join(folder, "runs.jsonl") };
      writeFileSync(files.history, lines.history);
      writeFileSync(files.runs, lines.runs);
      const automations = group.map(({ automation }) => automation);
      const verdict = await backtest(automations, {
        history: { format: "jsonl", files: files.history },
        runs: { format: "jsonl", files: files.runs },
      });

      for (const [index, { runs, fires }] of group.entries()) {
        const own = new Set(runs.map(({ run }) => run.id));
        const fired = verdict.firings.filter(
          ({ automation, run }) => automation.index === index && own.has(run?.id),
        );
        expect(fired.map(({ run, step }) => ({ run: run?.id, step }))).toEqual(fires);
      }
      // A run that logged nothing isn't in the history that the database sees.
      const source = runs
        .filter(({ rows }) => rows.length > 0)
        .map(({ run, rows }) => ({ run: toRunInfo(run), rows }));
      const evaluated = await dryRun(automations, source);
      expect(comparableFirings(verdict)).toEqual(comparableFirings(evaluated));
      expect(comparableCounts(verdict)).toEqual(comparableCounts(evaluated));
    },
  );
});
