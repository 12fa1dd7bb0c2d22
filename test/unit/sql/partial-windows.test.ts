import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DoNothing, OnRunMetric } from "wandb-automations";
import { dryRun } from "wandb-automations/evaluate";
import { type BacktestSource, backtest } from "wandb-automations/sql";
import { buildMetric } from "../../conformance/build-automation.js";
import { comparableCounts, comparableFirings } from "../../sql/compare-verdicts.js";
import { toJsonLines } from "../../sql/eval-cases.js";

const folder = mkdtempSync(path.join(tmpdir(), "partial-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = path.join(folder, "history.jsonl");
const source: BacktestSource = { history: { format: "jsonl", files: file } };
const scope = "acme/digits";

/** Values whose means lie on limits, one that reaches beyond them, and some that aren't finite. */
const HISTORIES: Readonly<Record<string, readonly unknown[]>> = {
  on: [0.1, 0.2, 0.3, 0.2, 0.2, 0.2, 0.2],
  once: [9, 0.1, 0.1, 0.1, 0.1, 0.1],
  short: [1, 5],
  odd: [0.3, "Infinity", "NaN", 0.2, "-Infinity", 0.2],
  large: [1e300, 1.7e308, 1.7e308, -1e300, 1.7e308],
  equal: [2, 2, 2, 2, 5, 2],
};
const runs = Object.entries(HISTORIES).map(([id, values]) => ({
  run: { id },
  rows: values.map((value, i) => ({ _step: i, _timestamp: 1.7e9 + i * 86_400, loss: value as number })),
}));

beforeAll(() => writeFileSync(file, toJsonLines(runs).history));

const name = "loss";
const change = { kind: "change", name, agg: "average", changeDir: "any" };
const conditions = {
  average: { kind: "threshold", name, agg: "average", window: 5, cmp: ">=", threshold: 0.2 },
  "average that isn't": { kind: "threshold", name, agg: "average", window: 5, cmp: "!=", threshold: 0.2 },
  minimum: { kind: "threshold", name, agg: "min", window: 4, cmp: "<", threshold: 0.2 },
  "maximum of many": { kind: "threshold", name, agg: "max", window: 50, cmp: ">", threshold: 4 },
  "average of many": { kind: "threshold", name, agg: "average", window: 40, cmp: ">=", threshold: 0.2 },
  sum: { kind: "threshold", name, agg: "sum", window: 6, cmp: ">=", threshold: 0.6 },
  "absolute change": { ...change, window: 2, priorWindow: 3, changeType: "absolute", amount: 0.05 },
  "relative change": { ...change, window: 1, priorWindow: 9, changeType: "relative", amount: 0.5 },
  "z-score": { kind: "zscore", name, window: 5, threshold: 1, changeDir: "any" },
};

describe("partial windows in SQL", () => {
  it.each(Object.entries(conditions))(
    "an %s is judged from the first value on, as in a dry run",
    async (_, spec) => {
      const automation = new OnRunMetric({ scope, filter: buildMetric(spec as never) }).then(new DoNothing());
      const options = { partialWindows: "evaluate" } as const;
      const verdict = await backtest(automation, source, options);
      const evaluated = await dryRun(automation, runs, options);
      expect(comparableFirings(verdict)).toEqual(comparableFirings(evaluated));
      expect(comparableCounts(verdict)).toEqual(comparableCounts(evaluated));
      const waited = await backtest(automation, source);
      expect(verdict.firings.length).toBeGreaterThan(waited.firings.length);
    },
  );
});
