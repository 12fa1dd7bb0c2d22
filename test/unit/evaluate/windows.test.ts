import { describe, expect, it } from "vitest";
import {
  type CompiledAutomation,
  type DryRunOptions,
  dryRun,
  type MetricFiring,
} from "wandb-automations/evaluate";
import { change, losses, RUN, threshold, zscore } from "./automations.js";

async function run(automation: CompiledAutomation, values: readonly unknown[], options: DryRunOptions = {}) {
  const verdict = await dryRun(
    automation,
    { run: RUN, rows: losses(...values) },
    { ...options, collect: "satisfied" },
  );
  const [outcome] = verdict.outcomes;
  if (outcome?.kind !== "run") throw new Error("no outcome");
  return { steps: outcome.satisfiedSteps, outcome, firing: verdict.firings[0] as MetricFiring | undefined };
}

const average = (settings: Record<string, unknown>) => threshold({ agg_op: "AVERAGE", ...settings });

describe("a logged value", () => {
  it.each([
    ["numbers and the three strings", [2, "Infinity", "NaN", "-Infinity"], [0, 1]],
    [
      "not null, text, booleans, media or a missing key",
      [null, "2", true, { _type: "histogram" }, undefined, 2],
      [5],
    ],
  ])("is %s", async (_, values, steps) => {
    expect((await run(threshold(), values)).steps).toEqual(steps);
  });

  it("doesn't move the window if it doesn't count", async () => {
    const { steps, outcome } = await run(average({ window_size: 2, threshold: 3 }), [
      4,
      null,
      undefined,
      4,
      4,
    ]);
    expect(steps).toEqual([3, 4]);
    expect(outcome.logged).toBe(3);
  });

  it("is read from the key with dots, else from nested objects", async () => {
    const rows = [
      { _step: 0, "a.b": 0, a: { b: 5 } },
      { _step: 1, a: { b: 5 } },
    ];
    const verdict = await dryRun(threshold({ name: "a.b" }), { run: RUN, rows });
    expect(verdict.firings.map(({ step }) => step)).toEqual([1]);
  });
});

describe("a window", () => {
  it("is evaluated only when it is full", async () => {
    expect((await run(average({ window_size: 3, threshold: 0 }), [1, 1])).steps).toEqual([]);
    expect((await run(change(), [0, 0, 9])).steps).toEqual([]);
    expect((await run(zscore(), [0, 1, 2])).steps).toEqual([]);
  });

  it("is evaluated as far as it is filled with partialWindows: evaluate", async () => {
    const partial = { partialWindows: "evaluate" } as const;
    expect((await run(average({ window_size: 3, threshold: 0 }), [1, 1], partial)).steps).toEqual([0, 1]);
    // A full current window and one value before it.
    expect((await run(change(), [0, 0, 9, 9], partial)).steps).toEqual([2, 3]);
    // A baseline of two.
    expect((await run(zscore(), [0, 1, 9, 9], partial)).steps).toEqual([2]);
  });

  it("is one value without an aggregation, whatever the settings say", async () => {
    expect((await run(threshold({ window_size: 50 }), [2])).steps).toEqual([0]);
    const settings = { agg_op: null, current_window_size: 10, prior_window_size: 50 };
    expect((await run(change(settings), [0, 1, 1])).steps).toEqual([1]);
  });

  it("holds nothing of what left it", async () => {
    const spike = [0.5, 0.5, 1e17, 0.5, 0.5, 0.5, 3e16, -1e17, 0.5, 0.5, 0.5];
    const above = average({ window_size: 2, cmp_op: "$gte", threshold: 0.5 });
    expect((await run(above, spike)).steps).toEqual([1, 2, 3, 4, 5, 6, 9, 10]);
    const sum = threshold({ agg_op: "SUM", window_size: 3, cmp_op: "$eq", threshold: 1 });
    expect((await run(sum, [1e17, 1, -1e17, 1e17, 1, -1e17])).steps).toEqual([2, 3, 4, 5]);
  });

  it("of equal values has their average, however many they are", async () => {
    for (const window_size of [3, 7, 11, 100]) {
      const values = Array.from({ length: window_size }, () => 0.1);
      const equal = average({ window_size, cmp_op: "$eq", threshold: 0.1 });
      expect((await run(equal, values)).steps).toEqual([window_size - 1]);
    }
  });
});

describe("a condition", () => {
  it.each([
    ["$gt", [2]],
    ["$gte", [1, 2]],
    ["$lt", [0]],
    ["$lte", [0, 1]],
    ["$eq", [1]],
    ["$ne", [0, 2]],
  ])("%s compares as it says", async (cmp_op, steps) => {
    expect((await run(threshold({ cmp_op }), [0, 1, 2, Number.NaN])).steps).toEqual(steps);
  });

  it.each([
    ["INCREASE", "ABSOLUTE", [1]],
    ["DECREASE", "ABSOLUTE", [2, 3]],
    ["ANY", "ABSOLUTE", [1, 2, 3]],
    ["INCREASE", "RELATIVE", []],
    ["DECREASE", "RELATIVE", [2, 3]],
    ["ANY", "RELATIVE", [2, 3]],
  ])("on a change: %s, %s", async (change_dir, change_type, steps) => {
    const settings = { agg_op: null, change_dir, change_type };
    expect((await run(change(settings), [2, 3, 0, -4, -4])).steps).toEqual(
      // From 0 to −4 is an infinite relative decrease.
      steps,
    );
  });

  it("on a relative change from nothing holds, and from nothing to nothing doesn't", async () => {
    const { steps, outcome } = await run(change({ agg_op: null, change_type: "RELATIVE" }), [0, 0, 1e-9]);
    expect(steps).toEqual([2]);
    expect(outcome.blockers.map(({ kind }) => kind)).toEqual(["nan"]);
  });

  it("on a relative change divides by the magnitude of the prior", async () => {
    const settings = { agg_op: null, change_type: "RELATIVE", change_dir: "INCREASE", change_amount: 0.5 };
    expect((await run(change(settings), [-2, -1])).steps).toEqual([1]);
  });

  it("on a z-score holds the latest value against those before it", async () => {
    const { steps, firing } = await run(zscore({ threshold: 1.5 }), [0, 6, 0, 6, 9, 100]);
    expect(steps).toEqual([4, 5]);
    expect(firing?.prior).toEqual([6, 0, 6]);
    expect(firing?.values).toEqual([9]);
    expect(firing?.measurement).toMatchObject({ mean: 4, deviation: Math.sqrt(8) });
  });

  it("on a z-score of equal values is infinite for another and NaN for the same", async () => {
    const values = [0.1, 0.1, 0.1, 0.1, 0.2];
    const { steps, outcome } = await run(zscore(), values);
    expect(steps).toEqual([4]);
    expect(outcome.blockers).toMatchObject([{ kind: "nan", count: 1 }]);
    expect((await run(zscore({ change_dir: "DECREASE" }), values)).steps).toEqual([]);
  });

  it("is false while a NaN is in the window, and unharmed after it", async () => {
    const values = [2, 2, Number.NaN, 2, 2, 2];
    for (const cmp_op of ["$gt", "$ne"]) {
      const { steps, outcome } = await run(average({ window_size: 2, cmp_op }), values);
      expect(steps).toEqual([1, 4, 5]);
      expect(outcome.blockers[0]).toMatchObject({ kind: "nan", count: 2 });
    }
    const skipped = await run(average({ window_size: 2 }), values, { nan: "skip" });
    expect(skipped.steps).toEqual([1, 3, 4, 5]);
  });

  it("follows IEEE where infinities meet", async () => {
    const values = [0, Infinity, 0, -Infinity, Infinity, 0, 0];
    expect((await run(average({ window_size: 2 }), values)).steps).toEqual([1, 2, 5]);
    expect((await run(threshold({ agg_op: "MAX", window_size: 2 }), values)).steps).toEqual([1, 2, 4, 5]);
  });

  it("says which options it can't take", async () => {
    const options = { partialWindows: "sometimes", nan: 1 } as unknown as DryRunOptions;
    await expect(run(threshold(), [1], options)).rejects.toMatchObject({
      code: "VALIDATION",
      issues: [{ path: ["partialWindows"] }, { path: ["nan"] }],
    });
  });
});
