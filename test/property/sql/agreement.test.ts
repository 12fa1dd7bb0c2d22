import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { dryRun, type EvaluationOptions } from "wandb-automations/evaluate";
import { readJsonFile } from "wandb-automations/history";
import { type BacktestSource, backtest } from "wandb-automations/sql";
import { comparableCounts, comparableFirings } from "../../sql/compare-verdicts.js";
import { toJsonLines, toRunInfo } from "../../sql/eval-cases.js";
import { type RandomCase, randomCase } from "../../sql/random-cases.js";

const folder = mkdtempSync(path.join(tmpdir(), "agreement '\"; -- "));
afterAll(() => rmSync(folder, { recursive: true }));

async function expectAgreement(
  { automations, runs }: RandomCase,
  options: Pick<EvaluationOptions, "nan" | "partialWindows"> = {},
): Promise<void> {
  const lines = toJsonLines(runs);
  const files = { history: path.join(folder, "history'.jsonl"), runs: path.join(folder, "runs.jsonl") };
  writeFileSync(files.history, lines.history);
  writeFileSync(files.runs, lines.runs);
  const source: BacktestSource = {
    history: { format: "jsonl", files: files.history },
    runs: { format: "jsonl", files: files.runs },
  };
  const verdict = await backtest(automations, source, options);
  const infos = new Map(runs.map(({ run }) => [run.id, toRunInfo(run)]));
  const read = await readJsonFile(files.history, { runKey: "run" });
  const evaluated = await dryRun(
    automations,
    read.map(({ run, rows }) => ({ run: infos.get(run.id)!, rows })),
    options,
  );
  expect(comparableFirings(verdict)).toEqual(comparableFirings(evaluated));
  expect(comparableCounts(verdict)).toEqual(comparableCounts(evaluated));
}

describe("DuckDB and the evaluator", () => {
  it("agree on random histories, whatever names and texts are in them", async () => {
    await fc.assert(
      fc.asyncProperty(randomCase(8, 6), (random) => expectAgreement(random)),
      {
        numRuns: 30,
      },
    );
  });

  it("agree on histories whose NaN count as not logged", async () => {
    const cases = randomCase(8, 6, { rows: 60, windows: [1, 6], oddIn: 4 });
    await fc.assert(
      fc.asyncProperty(cases, (random) => expectAgreement(random, { nan: "skip" })),
      { numRuns: 30 },
    );
  });

  it.each([
    ["whose values come with their rows", 8, { rows: 30, windows: [2, 9] }],
    ["whose values are looked up", 2, { rows: 90, windows: [13, 40], oddIn: 60 }],
    ["some of which are looked up", 5, { rows: 120, windows: [2, 70], oddIn: 100 }],
  ] as const)("agree on partial windows, %s", async (_, automations, sizes) => {
    const cases = fc.record({
      random: randomCase(automations, 4, sizes),
      nan: fc.constantFrom("propagate" as const, "skip" as const),
    });
    await fc.assert(
      fc.asyncProperty(cases, ({ random, nan }) =>
        expectAgreement(random, { nan, partialWindows: "evaluate" }),
      ),
      { numRuns: 25 },
    );
  });

  it.each([
    ["whose values are looked up", 1, [13, 40]],
    ["some of which are looked up", 4, [5, 70]],
  ] as const)("agree on long windows, %s", async (_, automations, windows) => {
    const sizes = { rows: 400, windows, oddIn: 300 };
    await fc.assert(
      fc.asyncProperty(randomCase(automations, 3, sizes), (random) => expectAgreement(random)),
      {
        numRuns: 25,
      },
    );
  });
});
