import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { DoNothing, OnRunMetric } from "wandb-automations";
import { dryRun, type HistoryRow } from "wandb-automations/evaluate";
import { readParquetFiles } from "wandb-automations/history";
import { backtest } from "wandb-automations/sql";
import { aggregate } from "../../../src/evaluate/window/aggregate.js";
import { buildMetric } from "../../conformance/build-automation.js";
import { wholeVerdict } from "../../sql/compare-verdicts.js";
import { writeExports } from "../../sql/export-files.js";

const folder = mkdtempSync(path.join(tmpdir(), "ties-"));
afterAll(() => rmSync(folder, { recursive: true }));

const name = "loss";
const CMPS = [">", ">=", "<", "<=", "==", "!="] as const;

/** Values that repeat a few tenths, but for some that are far away: nearly every window's mean is the same number. */
const history = fc.record({
  tenths: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 4 }),
  odd: fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 260 }),
      fc.constantFrom(1e16, -1e16, 1e300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 7),
    ),
    { maxLength: 3 },
  ),
});

const rows = (values: readonly number[]): HistoryRow[] =>
  values.map((loss, i) => ({ _step: 3 * i, _timestamp: 1.7e9 + i * 7200, loss }));

describe("means on the limit", () => {
  it.each([
    ["of windows whose values come with their rows", [2, 7]],
    ["of windows whose values are looked up", [17, 30]],
  ] as const)("%s are told apart as the evaluator does", async (_, [least, most]) => {
    const times = fc.integer({ min: least, max: most });
    const windows = fc.constantFrom("wait" as const, "evaluate" as const);
    let files = 0;
    await fc.assert(
      fc.asyncProperty(
        history,
        times,
        fc.constantFrom(...CMPS),
        windows,
        fc.integer({ min: 1, max: 259 }),
        async ({ tenths, odd }, size, cmp, partialWindows, cut) => {
          const pattern = tenths.map((n) => n / 10);
          const values = Array.from({ length: 260 }, (_, i) => pattern[i % pattern.length]!);
          for (const [at, value] of odd) values[at] = value;
          const window = pattern.length * Math.ceil(size / pattern.length);
          const mean = aggregate("AVERAGE", pattern, 0, pattern.length);
          const automations = [
            { kind: "threshold", name, agg: "average", window, cmp, threshold: mean },
            { kind: "threshold", name, agg: "sum", window, cmp, threshold: mean * window },
            ...(["absolute", "relative"] as const).map((changeType) => ({
              ...{ kind: "change", name, agg: "average", window, priorWindow: 2 * window, amount: 1e-17 },
              ...{ changeType, changeDir: "any" },
            })),
            { kind: "zscore", name, window, threshold: 1, changeDir: "any" },
          ].map((spec) =>
            new OnRunMetric({ scope: "acme/vision", filter: buildMetric(spec as never) }).then(
              new DoNothing(),
            ),
          );
          const all = rows(values);
          const parts = [all.slice(0, cut), all.slice(cut)];
          const exports = writeExports(folder, `acme_vision_run${files++}`, parts);
          for (const automation of automations) {
            const verdict = await backtest(
              automation,
              { history: { format: "parquet", files: exports } },
              { partialWindows, closest: true },
            );
            const [read] = await readParquetFiles(exports);
            const run = { id: read!.run.id.split("_").at(-1)!, entity: "acme", project: "vision" };
            const evaluated = await dryRun(automation, [{ run, rows: read!.rows }], { partialWindows });
            expect(wholeVerdict(verdict)).toEqual(wholeVerdict(evaluated));
          }
        },
      ),
      { numRuns: 5 },
    );
  });
});
