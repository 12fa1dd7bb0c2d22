import { describe, expect, it } from "vitest";
import { dryRun, type MetricFiring } from "wandb-automations/evaluate";
import { change, losses, onState, RUN, threshold, zscore } from "./automations.js";

const run = { ...RUN, displayName: "baseline", username: "ana", state: "finished" };

describe("a firing", () => {
  it("has the windows, the numbers and a sentence: threshold", async () => {
    const { firings } = await dryRun(
      threshold({ agg_op: "AVERAGE", window_size: 2 }, { name: "high-loss" }),
      {
        run,
        rows: losses(0, 1, 2),
      },
    );
    expect(firings).toEqual([
      {
        kind: "metric",
        automation: { index: 0, name: "high-loss" },
        run: { id: "r1", displayName: "baseline", entity: "acme", project: "vision" },
        step: 2,
        timestamp: 1.8e9 + 120,
        metric: "loss",
        values: [1, 2],
        prior: [],
        measurement: { compared: 1.5, current: 1.5 },
        compared: 1.5,
        comparison: ">",
        threshold: 1,
        reason: "the average of the last 2 values of loss is 1.5 > 1",
      },
    ]);
  });

  it("has them for a change", async () => {
    const settings = { change_type: "RELATIVE", change_dir: "DECREASE", change_amount: 0.5 };
    const { firings } = await dryRun(change(settings), { run, rows: losses(4, 4, 2, 1) });
    expect(firings[0]).toMatchObject({
      values: [2, 1],
      prior: [4, 4],
      measurement: { current: 1.5, prior: 4, delta: -2.5, compared: 0.625 },
      reason: "the average of the last 2 values of loss went from 4 to 1.5: relative change 0.625 >= 0.5",
    });
  });

  it("has them for a z-score", async () => {
    const { firings } = await dryRun(zscore(), { run, rows: losses(0, 6, 0, 12) });
    expect((firings[0] as MetricFiring).reason).toBe(
      "the latest value of loss, 12, has a z-score with 3.53553 >= 2 (mean 2, deviation 2.82843 of the 3 before)",
    );
  });

  it("tells numbers apart that look alike when they are rounded", async () => {
    const { firings } = await dryRun(threshold({ threshold: 0.3 }), { run, rows: losses(0.1 + 0.2) });
    expect(firings[0]?.reason).toContain("0.30000000000000004 > 0.3");
  });
});

describe("what kept an automation from firing", () => {
  const blockersOf = async (automation: Parameters<typeof dryRun>[0], rows: object[]) => {
    const verdict = await dryRun(automation, { run, rows: rows as Record<string, unknown>[] });
    return { verdict, blockers: verdict.outcomes[0]?.blockers };
  };

  it("is that it is disabled, whatever its filter says", async () => {
    const { blockers } = await blockersOf(
      threshold({}, { enabled: false, runFilter: { $nope: 1 } }),
      losses(9),
    );
    expect(blockers).toMatchObject([{ kind: "disabled" }]);
  });

  it("is the run filter, with the clause that excluded the run", async () => {
    const runFilter = { $and: [{ username: "ana" }, { display_name: { $contains: "prod" } }] };
    const { blockers, verdict } = await blockersOf(threshold({}, { runFilter }), losses(9));
    expect(blockers).toMatchObject([
      { kind: "filter", clauses: ['display_name $contains "prod" (it is "baseline")'] },
    ]);
    expect(verdict.explain()).toContain(
      'run baseline (r1): the run filter excludes it: display_name $contains "prod"',
    );
  });

  it("is that the metric was never logged, and what was", async () => {
    const { blockers } = await blockersOf(threshold({ name: "los" }), losses(9));
    expect(blockers).toMatchObject([
      { kind: "notLogged", metric: "los", message: expect.stringContaining("_step, _timestamp, loss") },
    ]);
  });

  it("is that the window never filled", async () => {
    const { blockers } = await blockersOf(threshold({ agg_op: "MAX", window_size: 5 }), losses(9, 9, 9));
    expect(blockers).toMatchObject([{ kind: "window", filled: 3, needed: 5 }]);
  });

  it("is that the condition held nowhere, and how close it came", async () => {
    const { blockers, verdict } = await blockersOf(
      threshold({ agg_op: "AVERAGE", window_size: 2 }),
      losses(0, 0.5, 1.3, 0.1),
    );
    expect(blockers).toMatchObject([
      { kind: "condition", message: "it never held at any of 3 values; the closest was 0.9 at step 2" },
    ]);
    expect(verdict.outcomes).toMatchObject([
      { closest: { compared: 0.9, step: 2, timestamp: 1.8e9 + 120 }, evaluated: 3 },
    ]);
  });

  it.each([
    [change({ change_amount: 9 }), [0, 1, 0, 5, 1, 1], { compared: 2.5, step: 4 }],
    [
      change({ change_amount: 9, change_dir: "INCREASE", agg_op: "SUM" }),
      [0, 1, 0, 5, 1, 1],
      { compared: 5, step: 4 },
    ],
    [zscore({ threshold: 9 }), [0, 6, 0, 12, 6], { step: 3 }],
    [threshold({ cmp_op: "$eq", threshold: 3 }), [1, 5, 2.5, 9], { compared: 2.5, step: 2 }],
    [
      threshold({ cmp_op: "$lt", agg_op: "MIN", window_size: 2, threshold: 0 }),
      [5, 3, 1, 4],
      { compared: 1, step: 2 },
    ],
  ])("is how close it came (%#)", async (automation, values, closest) => {
    const { verdict } = await blockersOf(automation, losses(...values));
    expect(verdict.outcomes).toMatchObject([{ closest }]);
  });
});

describe("explain", () => {
  it("says what fired, what it waits for, and why not elsewhere", async () => {
    const history = [
      { run, rows: losses(0, 3) },
      { run: { ...RUN, id: "r2", state: "killed" }, rows: losses(0) },
    ];
    const verdict = await dryRun([threshold({}, { name: "high-loss" }), onState(["FAILED"])], history);
    expect(
      verdict.explain(),
    ).toBe(`high-loss fired once on 1 of 2 runs. It waits until latest value of loss > 1.
  fired on run baseline (r1) at step 1, 2027-01-15T08:01:00Z: the latest value of loss is 3 > 1
  run r2: it never held at any of 1 values; the closest was 0 at step 0

automation 2 did not fire on any of 2 runs. It waits until a run changes to failed.
  run baseline (r1): the run's states were running, then finished, not failed
  run r2: the run's states were running, then killed, not failed; killed runs never fire`);
  });

  it("has a word for nothing", async () => {
    expect((await dryRun([], [])).explain()).toBe("No automations were given.");
    expect((await dryRun(threshold(), [])).explain()).toContain("nothing was given that it could fire on");
  });

  it("keeps to a page whatever there is to say", async () => {
    const history = Array.from({ length: 500 }, (_, i) => ({
      run: { ...RUN, id: `r${i}` },
      rows: losses(i % 2 ? 0 : 2),
    }));
    const lines = (await dryRun(threshold(), history)).explain().split("\n");
    expect(lines.length).toBeLessThan(50);
    expect(lines.at(-1)).toBe("  … and 230 more");
  });

  it("tells of oddities in the history", async () => {
    const verdict = await dryRun(threshold(), { run, rows: [...losses(0, 0), { _step: 0, loss: 9 }] });
    expect(verdict.explain()).toContain("The history had oddities:\n  run r1: step 0 after step 1");
  });
});

describe("toJSON", () => {
  it("names its format and writes what JSON has no numbers for as W&B does", async () => {
    const verdict = await dryRun(
      threshold(),
      { run, rows: losses("Infinity") },
      { collect: ["satisfied", "series"] },
    );
    const json = JSON.parse(JSON.stringify(verdict));
    expect(json).toMatchObject({
      schema: "wandb-automations/verdict/1",
      fired: true,
      firings: [{ compared: "Infinity", values: ["Infinity"], step: 0 }],
      outcomes: [{ satisfiedSteps: [0], series: { steps: [0], values: ["Infinity"] } }],
    });
  });
});

describe("toMarkdown", () => {
  it("has tables that no name can break out of", async () => {
    const evil = { ...RUN, displayName: "a|b\n<img src=x> `c` [d](e)" };
    const markdown = (
      await dryRun(threshold(), [
        { run: evil, rows: losses(2) },
        { run: { ...evil, id: "r2" }, rows: losses(0) },
      ])
    ).toMarkdown();
    const rows = markdown.split("\n").filter((line) => line.includes("img"));
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toContain(String.raw`a\|b \<img src=x\> \`c\` \[d\](e)`);
    expect(markdown).toContain("## Firings");
    expect(markdown).toContain("## What did not fire");
  });
});

describe("collected series", () => {
  it("have every value up to 100,000, and every peak beyond", async () => {
    const values = Array.from({ length: 150_000 }, (_, i) =>
      i === 77_777 ? 50 : i === 140_001 ? -50 : Math.sin(i),
    );
    const rows = values.map((loss, _step) => ({ _step, loss }));
    const verdict = await dryRun(threshold({ threshold: 99 }), { run, rows }, { collect: "series" });
    const outcome = verdict.outcomes[0];
    const series = outcome?.kind === "run" ? outcome.series : undefined;
    expect(series?.values.length).toBeLessThanOrEqual(100_000);
    for (const step of [77_777, 140_001]) {
      expect(series?.values[series.steps.indexOf(step)]).toBe(values[step]);
    }
    expect(series?.steps).toEqual([...(series?.steps ?? [])].sort((a, b) => a - b));
  });
});
