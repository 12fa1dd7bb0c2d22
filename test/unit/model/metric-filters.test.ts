import { describe, expect, it } from "vitest";
import {
  MetricChangeFilter,
  type MetricChangeOptions,
  MetricThresholdFilter,
  type MetricThresholdOptions,
  MetricZScoreFilter,
  type MetricZScoreOptions,
  RunEvent,
  RunMetricFilter,
} from "wandb-automations";
import { issuesOf, loose } from "./issues-of.js";

const threshold = (options: Partial<MetricThresholdOptions>) =>
  new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 1, ...options });
const change = (options: Partial<MetricChangeOptions>) =>
  new MetricChangeFilter({ name: "loss", amount: 0.1, ...options });
const zscore = (options: Partial<MetricZScoreOptions>) =>
  new MetricZScoreFilter({ name: "loss", ...options });

const NAME = "must be the metric's name, as it is logged, got";
const WINDOW = "must be a whole number of logged values, at least 1, got";
const AGG = 'must be "min", "max", "average" or "sum", got';
const POSITIVE = "must be a finite number greater than 0, got";

describe("MetricThresholdFilter", () => {
  it("looks at the latest value where no aggregation is given, whatever the window", () => {
    expect(threshold({})).toMatchObject({ agg: null, window: 1, cmp: ">", threshold: 1 });
    expect(threshold({ agg: null, window: 9 })).toMatchObject({ agg: null, window: 1 });
  });

  it("aggregates over 5 values where no window is given", () => {
    expect(threshold({ agg: "max" })).toMatchObject({ agg: "max", window: 5 });
    expect(threshold({ agg: "max", window: 12 }).window).toBe(12);
  });

  it.each([
    ["avg", "average"],
    ["mean", "average"],
    ["AVERAGE", "average"],
    ["MIN", "min"],
    [" Sum ", "sum"],
  ])("knows the aggregation %s", (agg, known) => {
    expect(threshold({ agg: loose(agg) }).agg).toBe(known);
  });

  it.each([
    ["$gt", ">"],
    ["$gte", ">="],
    ["$lt", "<"],
    ["$lte", "<="],
    ["$eq", "=="],
    ["$ne", "!="],
    [" >= ", ">="],
  ])("knows the comparison %s", (cmp, known) => {
    expect(threshold({ cmp: loose(cmp) }).cmp).toBe(known);
  });

  it("reports every option that is wrong at once", () => {
    const options = { name: "", cmp: "=>", threshold: "1", agg: "median", window: 0, prior_window: 3 };
    expect(issuesOf(() => new MetricThresholdFilter(loose(options)))).toEqual({
      name: `${NAME} ""`,
      cmp: 'must be ">", ">=", "<", "<=", "==" or "!=", got "=>"',
      threshold: 'must be a finite number, got "1"',
      agg: `${AGG} "median"`,
      window: `${WINDOW} 0`,
      prior_window: "is not an option here; options are name, cmp, threshold, agg, window",
    });
  });

  it.each([
    [{ threshold: Number.NaN }, "threshold", "must be a finite number, got NaN"],
    [{ threshold: Number.NEGATIVE_INFINITY }, "threshold", "must be a finite number, got -Infinity"],
    [{ threshold: null }, "threshold", "must be a finite number, got null"],
    [{ threshold: undefined }, "threshold", "must be a finite number, got nothing"],
    [{ threshold: 1n }, "threshold", "must be a finite number, got 1"],
    [{ name: 5 }, "name", `${NAME} 5`],
    [{ name: undefined }, "name", `${NAME} nothing`],
    [{ window: 2.5 }, "window", `${WINDOW} 2.5`],
    [{ window: -1 }, "window", `${WINDOW} -1`],
    [{ window: "5" }, "window", `${WINDOW} "5"`],
    [{ window: 2 ** 53 }, "window", `${WINDOW} 9007199254740992`],
    [{ agg: "constructor" }, "agg", `${AGG} "constructor"`],
    [{ agg: "__proto__" }, "agg", `${AGG} "__proto__"`],
    [{ cmp: "" }, "cmp", 'must be ">", ">=", "<", "<=", "==" or "!=", got ""'],
  ])("refuses %o", (options, field, message) => {
    expect(issuesOf(() => threshold(loose(options)))).toEqual({ [field]: message });
  });

  it.each([undefined, null, 5, "loss > 1"])("refuses %o in the place of options", (options) => {
    expect(Object.values(issuesOf(() => new MetricThresholdFilter(loose(options))))[0]).toMatch(
      /^must be an object with name, cmp, threshold, agg, window, got /,
    );
  });

  it("reads as what it asks", () => {
    expect(`${threshold({})}`).toBe("loss > 1");
    expect(`${threshold({ agg: "mean", cmp: "<=", threshold: -0.5 })}`).toBe("average(loss, 5) <= -0.5");
  });
});

describe("MetricChangeFilter", () => {
  it("has the product's defaults", () => {
    expect(change({})).toMatchObject({
      agg: "average",
      window: 10,
      priorWindow: 50,
      changeType: "relative",
      changeDir: "any",
    });
  });

  it("compares the latest value with the one before it where the aggregation is null", () => {
    expect(change({ agg: null, window: 4, priorWindow: 5 })).toMatchObject({
      agg: null,
      window: 1,
      priorWindow: 1,
    });
  });

  it("takes Python's upper case", () => {
    const filter = change({ changeType: "ABSOLUTE", changeDir: "DECREASE", agg: "AVERAGE" });
    expect(filter).toMatchObject({ changeType: "absolute", changeDir: "decrease", agg: "average" });
  });

  it("reports every option that is wrong at once", () => {
    const options = {
      name: 1,
      amount: 0,
      agg: 2,
      window: 0,
      priorWindow: "x",
      changeType: "percent",
      changeDir: "up",
      cmp: ">",
    };
    expect(issuesOf(() => new MetricChangeFilter(loose(options)))).toEqual({
      name: `${NAME} 1`,
      amount: `${POSITIVE} 0`,
      agg: `${AGG} 2`,
      window: `${WINDOW} 0`,
      priorWindow: `${WINDOW} "x"`,
      changeType: 'must be "absolute" or "relative", got "percent"',
      changeDir: 'must be "increase", "decrease" or "any", got "up"',
      cmp: "is not an option here; options are name, amount, agg, window, priorWindow, changeType, changeDir",
    });
  });

  it.each([-0.1, Number.NaN, Number.POSITIVE_INFINITY, "ten percent", null, undefined])(
    "refuses the amount %o",
    (amount) => {
      expect(issuesOf(() => change({ amount: loose(amount) })).amount).toContain(POSITIVE);
    },
  );

  it("tells a Python user what its threshold is called", () => {
    const options = { name: "loss", amount: 1, threshold: 0.1 };
    expect(issuesOf(() => new MetricChangeFilter(loose(options)))).toEqual({
      threshold: "is not an option here; did you mean amount?",
    });
  });

  it("reads as what it asks", () => {
    expect(`${change({ amount: 0.25, changeDir: "decrease" })}`).toBe(
      "average(loss, 10) decreases by 25% against the 50 before",
    );
    expect(`${change({ agg: null, changeType: "absolute", amount: 3, changeDir: "any" })}`).toBe(
      "loss changes by 3",
    );
    expect(`${change({ amount: 0.07, changeDir: "increase" })}`).toContain("increases by 7%");
  });
});

describe("MetricZScoreFilter", () => {
  it("has Python's defaults", () => {
    expect(zscore({})).toMatchObject({ window: 30, threshold: 3, changeDir: "any" });
  });

  it("reports every option that is wrong at once", () => {
    const options = { name: null, window: 0, threshold: -3, changeDir: "sideways", agg: "max" };
    expect(issuesOf(() => new MetricZScoreFilter(loose(options)))).toEqual({
      name: `${NAME} null`,
      window: `${WINDOW} 0`,
      threshold: `${POSITIVE} -3`,
      changeDir: 'must be "increase", "decrease" or "any", got "sideways"',
      agg: "is not an option here; options are name, window, threshold, changeDir",
    });
  });

  it("reads as what it asks: reaching the threshold is enough", () => {
    expect(`${zscore({})}`).toBe("abs(zscore(loss, 30)) >= 3");
    expect(`${zscore({ changeDir: "increase" })}`).toBe("zscore(loss, 30) >= 3");
    expect(`${zscore({ changeDir: "decrease", window: 7 })}`).toBe("zscore(loss, 7) <= -3");
  });
});

describe("RunMetricFilter", () => {
  const run = RunEvent.name.eq("x");

  it.each([
    ["threshold", threshold({})],
    ["change", change({})],
    ["zscore", zscore({})],
  ])("joins a %s condition with the runs it watches", (_, metric) => {
    const joined = metric.and(run);
    expect(joined.metric).toBe(metric);
    expect(joined.run).toBe(run);
    expect(joined.and({ username: "y" }).run.json).toEqual({
      $and: [{ display_name: { $eq: "x" } }, { username: "y" }],
    });
    expect(`${joined}`).toBe(`${metric} for runs where {"display_name":{"$eq":"x"}}`);
    for (const part of [metric, joined]) expect(Object.isFrozen(part)).toBe(true);
  });

  it("watches every run where nothing is said", () => {
    const filter = new RunMetricFilter({ metric: threshold({}) });
    expect(filter.run.json).toEqual({ $and: [] });
    expect(`${filter}`).toBe("loss > 1");
  });

  it("reports every option that is wrong at once", () => {
    expect(issuesOf(() => new RunMetricFilter(loose({ metric: run, run: 5, agg: 1 })))).toEqual({
      agg: "is not an option here; options are metric, run",
      metric:
        'must be a metric condition such as RunEvent.metric("loss").avg(5).gt(0.5), got a FilterExpression',
      run: 'must be a filter such as RunEvent.name.contains("prod") or Mongo-like JSON, got 5',
    });
    expect(issuesOf(() => new RunMetricFilter(loose(undefined)))).toEqual({
      "": "must be an object with metric and run, got nothing",
    });
    expect(Object.keys(issuesOf(() => threshold({}).and(loose("x"))))).toEqual(["run"]);
  });
});
