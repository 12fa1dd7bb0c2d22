import { describe, expect, it } from "vitest";
import {
  type CompiledAutomation,
  compileAutomation,
  DoNothing,
  MetricChangeFilter,
  type MetricFilter,
  MetricThresholdFilter,
  MetricZScoreFilter,
  type NewAutomation,
  OnRunMetric,
  OnRunState,
  StateFilter,
} from "wandb-automations";
import {
  dryRun,
  firingRates,
  meterHistory,
  type SweepGrid,
  sweep,
  sweepEach,
} from "wandb-automations/evaluate";
import { series } from "wandb-automations/history";

const automation = (filter: MetricFilter): NewAutomation =>
  new OnRunMetric({ scope: "acme/vision", filter }).then(new DoNothing());
const high = automation(
  new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 2, agg: "average", window: 2 }),
);
const run = (id: string, values: string) =>
  series("loss", values, { run: { id, entity: "acme", project: "vision" } });
const RUN = { id: "days", entity: "acme", project: "vision" };
const runs = [run("calm", "1x9"), run("spike", "1x3 5 1x3"), run("rise", "1+1x6")];

/** A source that can be read once only, and says so. */
async function* once<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

describe("a sweep", () => {
  it("comes, setting by setting, to what a dry run of that setting comes to", async () => {
    const cases: { filter: (settings: never) => MetricFilter; grid: SweepGrid; own: MetricFilter }[] = [
      {
        own: new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 2, agg: "max", window: 3 }),
        grid: {
          threshold: [1, 2.5, 4.9, 7],
          window: [1, 2, 5],
          agg: ["average", "min", null],
          cmp: [">", "<"],
        },
        filter: (settings) => new MetricThresholdFilter({ name: "loss", ...(settings as object) } as never),
      },
      {
        own: new MetricChangeFilter({ name: "loss", amount: 0.5, window: 1, priorWindow: 2 }),
        grid: {
          amount: [0.2, 1],
          window: [1, 2],
          priorWindow: [1, 3],
          changeType: ["absolute", "relative"],
          changeDir: ["increase", "decrease"],
        },
        filter: (settings) => new MetricChangeFilter({ name: "loss", ...(settings as object) } as never),
      },
      {
        own: new MetricZScoreFilter({ name: "loss", window: 3, threshold: 2 }),
        grid: { threshold: [1, 3], window: [2, 4], changeDir: ["any", "decrease"] },
        filter: (settings) => new MetricZScoreFilter({ name: "loss", ...(settings as object) } as never),
      },
    ];
    for (const { own, grid, filter } of cases) {
      const { rows } = await sweep(automation(own), grid, runs);
      expect(rows.length).toBe(Object.values(grid).reduce((count, values) => count * values.length, 1));
      for (const { settings, firings, hits } of rows) {
        const verdict = await dryRun(automation(filter(settings as never)), runs);
        expect({ settings, firings }).toEqual({ settings, firings: verdict.firings.length });
        expect(hits.map(({ run: { id }, step }) => ({ id, step }))).toEqual(
          verdict.firings.map((firing) => ({ id: firing.run?.id, step: firing.step })),
        );
      }
    }
  });

  it("counts the runs hit and finds the first step", async () => {
    const { rows, runs: count } = await sweep(high, { threshold: [0.5, 2, 3.5, 100] }, runs);
    expect(count).toBe(3);
    const facts = rows.map(({ firings, runsHit, firstStep }) => [firings, runsHit, firstStep]);
    expect(facts).toEqual([
      [3, 3, 1],
      [2, 2, 2],
      [1, 1, 4],
      [0, 0, undefined],
    ]);
  });

  it("counts each firing of a run, a day apart", async () => {
    const days = series("loss", "9x4", { interval: 86_400 });
    const { rows } = await sweep(high, { threshold: [5] }, days);
    expect(rows[0]).toMatchObject({ firings: 4, runsHit: 1, satisfied: 4, hits: [{ firings: 4, step: 1 }] });
  });

  it("reads the history once", async () => {
    const { rows } = await sweep(high, { threshold: [1.5, 2, 3], window: [1, 2, 3] }, once(runs));
    expect(rows.map(({ runsHit }) => runsHit)).toEqual([2, 2, 2, 2, 2, 2, 2, 1, 1]);
  });

  it("evaluates the automation's own settings too, also where they aren't among those tried", async () => {
    const { current } = await sweep(high, { threshold: [100] }, runs);
    expect(current).toMatchObject({ settings: { threshold: 2 }, firings: 2, firstStep: 2 });
  });

  it("takes what was compiled or fetched, and tries what is disabled", async () => {
    const compiled: CompiledAutomation = { ...compileAutomation(high), enabled: false };
    const { rows } = await sweep(compiled, { threshold: [2] }, runs);
    expect(rows[0]?.firings).toBe(2);
  });

  it("keeps to scope and evaluation options", async () => {
    const elsewhere = series("loss", "9x4", { run: { id: "x", entity: "acme", project: "audio" } });
    expect((await sweep(high, { threshold: [2] }, elsewhere)).rows[0]?.firings).toBe(0);
    const [row] = (await sweep(high, { threshold: [2] }, run("r", "9"), { partialWindows: "evaluate" })).rows;
    expect(row?.firings).toBe(1);
  });

  it("says why nothing could be evaluated", async () => {
    const other = series("los", "1x9", { run: { id: "r", entity: "acme", project: "vision" } });
    const { problems } = await sweep(high, { threshold: [2] }, other);
    expect(problems).toEqual([expect.stringContaining("loss was never logged")]);
    expect((await sweep(high, { threshold: [2] }, [])).problems).toEqual(["the history has no runs"]);
    expect((await sweep(high, { threshold: [2], window: [1, 500] }, run("r", "1x9"))).problems).toEqual([]);
  });

  it("stops when it is told to", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(sweep(high, { threshold: [2] }, runs, { signal })).rejects.toThrow("enough");
  });
});

describe("a sweep with a budget", () => {
  const days = series("loss", "9 1 5x2 1x2 9x3", { interval: 43_200, run: RUN });

  it("holds the busiest day of each setting against it, as firing rates do", async () => {
    const two = [days, { ...days, run: { ...RUN, id: "other" } }];
    const grid = { threshold: [1, 4.5, 100], agg: [null] };
    const found = await sweep(high, grid, two, { maxFiringsPerDay: 1 });
    expect(found.rows.map(({ busiest, exceeded }) => [busiest?.firings, exceeded])).toEqual([
      [2, true],
      [2, true],
      [undefined, false],
    ]);
    for (const { settings, busiest, exceeded } of found.rows) {
      const filter = new MetricThresholdFilter({ name: "loss", cmp: ">", ...settings } as never);
      const metered = meterHistory(two);
      const verdict = await dryRun(automation(filter), metered.source);
      const [rate] = firingRates(verdict, metered.span(), { maxFiringsPerDay: 1 }).rates;
      expect([busiest, exceeded]).toEqual([rate?.busiest, rate?.exceeded]);
    }
    expect(found.kept.map(({ settings }) => settings.threshold)).toEqual([100]);
    expect(found.toJSON()).toMatchObject({
      maxFiringsPerDay: 1,
      rows: [{ exceeded: true }, {}, { exceeded: false }],
    });
    expect((await sweep(high, grid, two)).kept).toHaveLength(3);
  });

  it("says in its tables which settings keep within it", async () => {
    const budget = (maxFiringsPerDay: number) =>
      sweep(high, { threshold: [1, 4.5, 100], window: [1, 2] }, days, { maxFiringsPerDay });
    expect((await budget(0)).toText()).toMatchInlineSnapshot(`
      "automation 1: average of the last 2 values of loss > 2
      now (threshold 2, window 2): fires 5 times on 1 of 1 run, first at step 1

      threshold  window  firings  runs hit  first step  busiest day    budget
              1       1        5    1 of 1           0            1  exceeded
              1       2        5    1 of 1           1            1  exceeded
            4.5       1        5    1 of 1           0            1  exceeded
            4.5       2        4    1 of 1           1            1  exceeded
            100       1        0    0 of 1                        0      kept
            100       2        0    0 of 1                        0      kept

      2 of 6 settings keep within the budget of 0 a day."
    `);
    expect((await budget(0)).toMarkdown()).toContain("| 100 | 1 | 0 | 0 of 1 |  | 0 | kept |");
    expect((await budget(0)).toHTML()).toContain("2 of 6 settings keep within the budget of 0 a day.");
    expect((await budget(1)).toText()).toContain("\n6 of 6 settings keep within the budget of 1 a day.");
  });

  it("refuses one that can't be", async () => {
    for (const maxFiringsPerDay of [-1, Number.NaN, "5"])
      await expect(
        sweep(high, { threshold: [1] }, days, { maxFiringsPerDay } as never),
      ).rejects.toMatchObject({
        code: "VALIDATION",
        issues: [{ path: ["maxFiringsPerDay"] }],
      });
  });
});

describe("a sweep of several automations", () => {
  const change = automation(new MetricChangeFilter({ name: "loss", amount: 0.5, window: 1, priorWindow: 2 }));
  const low = automation(
    new MetricThresholdFilter({ name: "loss", cmp: "<", threshold: 2, agg: "min", window: 3 }),
  );

  it("says of each what a sweep of it alone says, in one reading", async () => {
    const grid = { window: [1, 2, 5] };
    const options = { maxFiringsPerDay: 1 };
    const all = await sweepEach([high, change, low], grid, once(runs), options);
    for (const [index, one] of [high, change, low].entries()) {
      const alone = await sweep(one, grid, runs, options);
      expect({ ...all[index]!.toJSON(), automation: {} }).toEqual({ ...alone.toJSON(), automation: {} });
      expect(all[index]!.automation.index).toBe(index);
    }
    expect(await sweepEach([], grid, runs)).toEqual([]);
  });

  it("names the one that can't be swept", async () => {
    await expect(sweepEach([high, change], { threshold: [1] }, runs)).rejects.toThrow(
      "The sweep of automation 2 has 1 problem:\n  - threshold: a change condition has no such setting",
    );
    await expect(sweep([high, change] as never, { window: [1] }, runs)).rejects.toMatchObject({
      message: "A sweep is of one automation, got 2.",
      hint: "sweepEach takes several.",
    });
  });
});

describe("what can't be swept", () => {
  const issues = (grid: object, of = high) =>
    sweep(of, grid as SweepGrid, runs).then(
      () => [],
      (error: { issues?: { path: unknown[]; code: string }[] }) =>
        error.issues?.map(({ path, code }) => [path, code]),
    );

  it("is a setting that the condition doesn't have", async () => {
    expect(
      await issues({ amount: [1], threshold: [1], treshold: [2], __proto__: null, constructor: [1] }),
    ).toEqual([
      [["amount"], "unknown_setting"],
      [["treshold"], "unknown_setting"],
      [["constructor"], "unknown_setting"],
    ]);
    const zscore = automation(new MetricZScoreFilter({ name: "loss" }));
    expect(await issues({ agg: ["max"], priorWindow: [1] }, zscore)).toHaveLength(2);
  });

  it("is a value that can't be one", async () => {
    const wrong = { threshold: [Number.NaN, 1], window: [0, 1.5, "5", 3], agg: ["median"], cmp: 5 };
    expect(await issues(wrong)).toEqual([
      [["threshold", 0], "invalid_value"],
      [["window", 0], "invalid_value"],
      [["window", 1], "invalid_value"],
      [["window", 2], "invalid_value"],
      [["agg", 0], "invalid_value"],
      [["cmp"], "invalid_type"],
    ]);
  });

  it("is nothing at all, too much, or a window that has no effect", async () => {
    expect(await issues({})).toEqual([[[], "empty"]]);
    const many = Array.from({ length: 200 }, (_, i) => i + 1);
    expect(await issues({ threshold: many, window: many })).toEqual([[[], "too_many"]]);
    const latest = automation(new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 2 }));
    expect(await issues({ window: [1, 2] }, latest)).toEqual([[["window"], "no_effect"]]);
    expect(await issues({ window: [1, 2], agg: ["max"] }, latest)).toEqual([]);
  });

  it("is an automation that isn't on a metric", async () => {
    const failed = new OnRunState({
      scope: "acme/vision",
      filter: new StateFilter({ states: ["failed"] }),
    }).then(new DoNothing());
    await expect(sweep(failed, { threshold: [1] }, runs)).rejects.toThrow(
      /^Automation 1 can't be swept.*a run changes to failed/,
    );
  });
});
