import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DoNothing, OnRunMetric } from "wandb-automations";
import { dryRun, type Verdict } from "wandb-automations/evaluate";
import { type BacktestSource, backtest } from "wandb-automations/sql";
import { toCompiledList } from "../../../src/evaluate/evaluable.js";
import { buildMetric } from "../../conformance/build-automation.js";
import { toJsonLines } from "../../sql/eval-cases.js";

const folder = mkdtempSync(path.join(tmpdir(), "closest-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = path.join(folder, "history.jsonl");
const source: BacktestSource = { history: { format: "jsonl", files: file } };

/** Quarters, whose means need no rounding, and misses as close as one another. */
const HISTORIES: Readonly<Record<string, readonly unknown[]>> = {
  rising: [0.25, 0.5, 1, 1.5, 1.75, 2, 2.25, 2.5],
  still: [2, 2, 2, 2, 2, 2, 2, 2, 2],
  zero: [0, 0, 0, 0, 0, 0, 0],
  odd: [1, "NaN", 1.5, 2, "Infinity", 0.5, 0.75, 2.75, 1, 1.25],
  wide: [1e17, -1e17, 1, 1e17, 2, -1e17, 3, 4],
  short: [1],
};
const runs = Object.entries(HISTORIES).map(([id, values]) => ({
  run: { id },
  rows: values.map((value, i) => ({ _step: 2 * i, _timestamp: 1.7e9 + i, loss: value as number })),
}));

const name = "loss";
const change = { kind: "change", name, agg: "average", window: 2, priorWindow: 2, changeDir: "any" };
const automations = [
  { kind: "threshold", name, cmp: ">", threshold: 3 },
  { kind: "threshold", name, agg: "average", window: 2, cmp: ">", threshold: 2 },
  { kind: "threshold", name, agg: "sum", window: 3, cmp: "==", threshold: 100 },
  { kind: "threshold", name, agg: "max", window: 2, cmp: "<", threshold: 0.25 },
  { ...change, changeType: "absolute", amount: 8 },
  { ...change, changeType: "relative", amount: 8 },
  { kind: "zscore", name, window: 3, threshold: 50, changeDir: "increase" },
].flatMap((spec) =>
  toCompiledList(
    new OnRunMetric({ scope: "acme/vision", filter: buildMetric(spec as never) }).then(new DoNothing()),
  ),
);

beforeAll(() => writeFileSync(file, toJsonLines(runs).history));

/** What is said of misses, by run and automation. */
function missesOf({ outcomes }: Verdict) {
  const told = outcomes.flatMap((outcome) => {
    if (outcome.kind !== "run") return [];
    const messages = outcome.blockers.map(({ message }) => message);
    return [[`${outcome.run.id} ${outcome.automation.index}`, { closest: outcome.closest, messages }]];
  });
  return Object.fromEntries(told);
}

describe("closest misses in SQL", () => {
  it("are those of a dry run: where, how far from the limit, and how many verdicts were NaN", async () => {
    const verdict = await backtest(automations, source, { closest: true });
    expect(missesOf(verdict)).toEqual(missesOf(await dryRun(automations, runs)));
    expect(verdict.explain()).toContain("it never held at any of 8 values; the closest was 2.5 at step 14");
    expect(verdict.explain()).toContain("of 9 verdicts were NaN");
  });

  it("are said to be unknown where they weren't asked for", async () => {
    const verdict = await backtest(automations, source);
    expect(verdict.outcomes.some((outcome) => "closest" in outcome)).toBe(false);
    expect(verdict.explain()).toContain("it never held at any of 8 values; how close it came wasn't asked");
  });

  it("are kept for as many outcomes as are listed", async () => {
    const verdict = await backtest(automations, source, { closest: true, maxOutcomes: 10 });
    const evaluated = await dryRun(automations, runs, { maxOutcomes: 10 });
    const whole = missesOf(await dryRun(automations, runs));
    expect(verdict.outcomes).toHaveLength(evaluated.outcomes.length);
    expect(verdict.outcomesOmitted).toBe(evaluated.outcomesOmitted);
    expect(whole).toMatchObject(missesOf(verdict));
  });

  it("are looked for if that is true, not if it is a text", async () => {
    await expect(backtest(automations, source, { closest: "yes" } as never)).rejects.toThrow(
      "must be true or false, got yes",
    );
  });
});
