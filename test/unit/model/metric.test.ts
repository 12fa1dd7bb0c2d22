import { describe, expect, it } from "vitest";
import { type MetricChangeFilter, RunEvent } from "wandb-automations";
import { issuesOf, loose } from "./issues-of.js";

const loss = RunEvent.metric("loss");

describe("RunEvent.metric", () => {
  it.each([
    ["gt", ">"],
    ["gte", ">="],
    ["lt", "<"],
    ["lte", "<="],
    ["eq", "=="],
    ["ne", "!="],
  ] as const)("compares its latest value with %s", (method, cmp) => {
    expect(loss[method](0.5)).toMatchObject({
      kind: "threshold",
      name: "loss",
      agg: null,
      window: 1,
      cmp,
      threshold: 0.5,
    });
  });

  it.each([
    ["max", "max"],
    ["min", "min"],
    ["avg", "average"],
    ["mean", "average"],
    ["sum", "sum"],
  ] as const)("aggregates with %s, over 5 values by default", (method, agg) => {
    expect(loss[method](7).gt(1)).toMatchObject({ agg, window: 7 });
    expect(loss[method]().gt(1)).toMatchObject({ agg, window: 5 });
    expect(`${loss[method](7)}`).toBe(`${agg}(loss, 7)`);
  });

  it.each([
    ["changesBy", "any"],
    ["increasesBy", "increase"],
    ["decreasesBy", "decrease"],
  ] as const)("%s by a fraction or by a difference", (method, changeDir) => {
    const relative: MetricChangeFilter = loss.avg(4)[method]({ frac: 0.1 });
    expect(relative).toMatchObject({ kind: "change", changeDir, changeType: "relative", amount: 0.1 });
    expect(loss.avg(4)[method]({ diff: 2 })).toMatchObject({ changeType: "absolute", amount: 2 });
  });

  it("uses an explicit window for both windows, as Python does", () => {
    expect(loss.avg(4).changesBy({ frac: 0.1 })).toMatchObject({ window: 4, priorWindow: 4 });
    expect(loss.avg(4).changesBy({ frac: 0.1, priorWindow: 20 })).toMatchObject({
      window: 4,
      priorWindow: 20,
    });
  });

  it("uses the product's windows where none is given", () => {
    expect(loss.avg().changesBy({ frac: 0.1 })).toMatchObject({ window: 10, priorWindow: 50 });
    expect(loss.avg().changesBy({ frac: 0.1, priorWindow: 20 })).toMatchObject({
      window: 10,
      priorWindow: 20,
    });
    expect(loss.changesBy({ frac: 0.1 })).toMatchObject({ agg: null, window: 1, priorWindow: 1 });
  });

  it("is frozen", () => {
    for (const value of [loss, loss.avg(3), loss.zscore(), loss.gt(1), loss.changesBy({ diff: 1 })]) {
      expect(Object.isFrozen(value)).toBe(true);
    }
  });

  it("reports the name, the window and the operand together", () => {
    const refused = issuesOf(() => RunEvent.metric("").avg(0).gt(Number.NaN));
    expect(Object.keys(refused)).toEqual(["name", "threshold", "window"]);
    const change = issuesOf(() => RunEvent.metric(loose(5)).max(1.5).increasesBy({ frac: -1 }));
    expect(Object.keys(change)).toEqual(["name", "amount", "window", "priorWindow"]);
  });

  it.each([
    ["both", { diff: 1, frac: 0.1 }, '{"diff":1,"frac":0.1}'],
    ["neither", {}, "{}"],
    ["nothing", undefined, "nothing"],
    ["a number", 0.1, "0.1"],
  ])("refuses %s of diff and frac", (_, given, shown) => {
    expect(issuesOf(() => loss.changesBy(loose(given)))).toEqual({
      amount: `must be given as exactly one of { diff } and { frac }, got ${shown}`,
    });
  });

  it("refuses options it doesn't know", () => {
    expect(issuesOf(() => loss.changesBy(loose({ frac: 0.1, prior_window: 3, window: 2 })))).toEqual({
      prior_window: "is not an option here; did you mean priorWindow?",
      window: "is not an option here; options are diff, frac, priorWindow",
    });
  });
});

describe("RunEvent.metric(…).zscore", () => {
  it.each([
    ["gt", loss.zscore(10).gt(3), { changeDir: "increase", threshold: 3 }],
    ["gte", loss.zscore(10).gte(2.5), { changeDir: "increase", threshold: 2.5 }],
    ["lt", loss.zscore(10).lt(-3), { changeDir: "decrease", threshold: 3 }],
    ["lte", loss.zscore(10).lte(-0.5), { changeDir: "decrease", threshold: 0.5 }],
    ["abs().gt", loss.zscore(10).abs().gt(3), { changeDir: "any", threshold: 3 }],
    ["abs().gte", loss.zscore(10).abs().gte(3), { changeDir: "any", threshold: 3 }],
  ])("watches with %s", (_, filter, expected) => {
    expect(filter).toMatchObject({ kind: "zscore", name: "loss", window: 10, ...expected });
  });

  it("looks at 30 values where no window is given", () => {
    expect(loss.zscore().gt(3).window).toBe(30);
    expect(`${loss.zscore().abs()}`).toBe("abs(zscore(loss, 30))");
    expect(`${loss.zscore(4)}`).toBe("zscore(loss, 4)");
  });

  it.each([
    ["gt(0)", () => loss.zscore().gt(0), "must be a finite number greater than 0, got 0"],
    ["gt(-3)", () => loss.zscore().gt(-3), "must be a finite number greater than 0, got -3"],
    [
      "abs().gt(text)",
      () => loss.zscore().abs().gt(loose("3")),
      'must be a finite number greater than 0, got "3"',
    ],
    ["lt(3)", () => loss.zscore().lt(3), "must be a finite number below 0, got 3"],
    ["lt(NaN)", () => loss.zscore().lt(Number.NaN), "must be a finite number below 0, got NaN"],
    ["lt(text)", () => loss.zscore().lt(loose("-3")), 'must be a finite number below 0, got "-3"'],
    [
      "lt(-Infinity)",
      () => loss.zscore().lt(Number.NEGATIVE_INFINITY),
      "must be a finite number greater than 0, got Infinity",
    ],
    [
      "abs().lt(-3)",
      () => loss.zscore().abs().lt(-3),
      "can't be below anything once it is absolute: use gt, got -3",
    ],
  ])("refuses %s", (_, build, message) => {
    expect(issuesOf(build)).toEqual({ threshold: message });
  });
});
