import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, describe, expect, it } from "vitest";
import type { NewAutomation } from "wandb-automations";
import { dryRun } from "wandb-automations/evaluate";
import { type BacktestSource, backtest } from "wandb-automations/sql";
import { withSteps } from "../../../src/sql/query/cte.js";
import { planQuery } from "../../../src/sql/query/plan.js";
import { queriesFor } from "../../../src/sql/query/queries.js";
import { duckdb } from "../../../src/sql/text/duckdb-dialect.js";
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

/** Satisfied steps by automation and run, which are in no result: asked of the steps that lead to the firings. */
async function satisfiedSteps(automations: readonly NewAutomation[], source: BacktestSource) {
  const queries = queriesFor(planQuery(automations), source, duckdb);
  const { steps } = queries.firings(queries.history);
  const select = `SELECT s.automation || ' ' || n.run AS key, list(h.step ORDER BY s.place) AS steps
FROM satisfied AS s
JOIN numbered_runs AS n ON n.number = s.number
JOIN history AS h ON h.run = n.run AND h.place = s.place
GROUP BY key`;
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const found = await connection.runAndReadAll(withSteps({ steps, select }));
  connection.closeSync();
  instance.closeSync();
  return new Map(
    found.getRowObjectsJS().map(({ key, steps }) => [String(key), (steps as unknown[]).map(Number)]),
  );
}

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
      const source: BacktestSource = {
        history: { format: "jsonl", files: files.history },
        runs: { format: "jsonl", files: files.runs },
      };
      const verdict = await backtest(automations, source);

      for (const [index, { runs, fires }] of group.entries()) {
        const own = new Set(runs.map(({ run }) => run.id));
        const fired = verdict.firings.filter(
          ({ automation, run }) => automation.index === index && own.has(run?.id),
        );
        expect(fired.map(({ run, step }) => ({ run: run?.id, step }))).toEqual(fires);
      }
      // A run that logged nothing isn't in the history that the database sees.
      const histories = runs
        .filter(({ rows }) => rows.length > 0)
        .map(({ run, rows }) => ({ run: toRunInfo(run), rows }));
      const evaluated = await dryRun(automations, histories);
      expect(comparableFirings(verdict)).toEqual(comparableFirings(evaluated));
      expect(comparableCounts(verdict)).toEqual(comparableCounts(evaluated));

      const steps = await satisfiedSteps(automations, source);
      const held = group.map(({ satisfied }, index) =>
        Object.fromEntries(Object.keys(satisfied).map((run) => [run, steps.get(`${index} ${run}`) ?? []])),
      );
      expect(held).toEqual(group.map(({ satisfied }) => satisfied));
    },
  );
});
