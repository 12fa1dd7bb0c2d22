import { describe, expect, it } from "vitest";
import { createEvaluator, dryRun, evaluateColumns } from "wandb-automations/evaluate";
import { compileFilter } from "../../../src/evaluate/filter/compile-filter.js";
import { failedClauses } from "../../../src/evaluate/filter/explain-filter.js";
import { matches } from "../../../src/evaluate/filter/filter-program.js";
import { change, losses, RUN, threshold, zscore } from "./automations.js";

/** Each of these takes milliseconds to a second; done wrongly it takes hours, or all memory. */
describe("what is meant to harm", () => {
  it("windows of a billion values cost what is logged", async () => {
    const window = 1e9;
    const automations = [
      threshold({ agg_op: "AVERAGE", window_size: window }),
      threshold({ agg_op: "MAX", window_size: window }),
      change({ current_window_size: window, prior_window_size: window }),
      zscore({ window_size: window }),
    ];
    const rows = losses(...Array.from({ length: 5000 }, (_, i) => i));
    const verdict = await dryRun(automations, { run: RUN, rows });
    expect(verdict.outcomes.map(({ blockers }) => blockers[0]?.kind)).toEqual(Array(4).fill("window"));
    const partial = await dryRun(automations, { run: RUN, rows }, { partialWindows: "evaluate" });
    expect(partial.firings.slice(0, 3).map(({ step }) => step)).toEqual([2, 2, 3]);
  });

  it("windows of a million values cost no more per value than small ones", () => {
    const values = Float64Array.from({ length: 2_100_000 }, (_, i) => ((i * 2654435761) % 4096) / 4096);
    const window_size = 1_000_000;
    const results = evaluateColumns(
      [
        threshold({ agg_op: "AVERAGE", window_size, threshold: 0.499 }),
        threshold({ agg_op: "MAX", window_size, cmp_op: "$lt" }),
        change({ current_window_size: window_size, prior_window_size: window_size }),
        zscore({ window_size }),
      ],
      { values },
    );
    expect(results.map(({ satisfied }) => satisfied)).toEqual([1_100_001, 1_100_001, 0, 0]);
  });

  it.each([
    ["ties at every value", (i: number) => i % 2],
    ["ties whose values have nothing in common", (i: number) => [1e17, 1e-17, -1e17, -1e-17][i % 4]!],
    ["NaN and infinities", (i: number) => [1, Number.NaN, Infinity, 2][i % 4]!],
    ["infinities far apart", (i: number) => (i % 30_000 === 0 ? Infinity : i % 7)],
    ["ever growing values", (i: number) => 1.001 ** (i % 700_000)],
    ["one value", () => 0.1],
  ])("%s don't make long windows slow", (_, valueAt) => {
    const values = Float64Array.from({ length: 60_000 }, (_, i) => valueAt(i));
    const window_size = 20_000;
    const automations = [
      threshold({ agg_op: "AVERAGE", window_size, cmp_op: "$eq", threshold: 0 }),
      threshold({ agg_op: "SUM", window_size, threshold: 0 }),
      threshold({ agg_op: "AVERAGE", window_size, cmp_op: "$gte", threshold: 0.5 }),
      change({ current_window_size: window_size, prior_window_size: window_size, change_amount: 0 }),
      zscore({ window_size, threshold: 1 }),
    ];
    expect(evaluateColumns(automations, { values })).toHaveLength(5);
    expect(evaluateColumns(automations, { values }, { partialWindows: "evaluate" })).toHaveLength(5);
  });

  it("filters of any depth and width are evaluated", () => {
    for (const wrap of [(json: unknown) => ({ $and: [json] }), (json: unknown) => ({ $not: json })]) {
      let deep: unknown = { username: "ana" };
      for (let level = 0; level < 100_000; level++) deep = wrap(deep);
      const program = compileFilter(deep);
      expect(matches(program, () => "ana")).toBe(true);
      expect(failedClauses(program, () => "bo")).toHaveLength(1);
    }
    const wide = { $or: Array.from({ length: 100_000 }, (_, i) => ({ [`config.p${i}`]: i })) };
    expect(matches(compileFilter(wide), (field) => (field === "config.p99999" ? 99_999 : undefined))).toBe(
      true,
    );
  });

  it("filters of any depth come through an automation", async () => {
    const depth = 100_000;
    const runFilter = `${'{"$not":'.repeat(depth)}{"username":"ana"}${"}".repeat(depth)}`;
    const automation = threshold();
    const eventFilter = JSON.stringify({ ...JSON.parse(automation.eventFilter), run_filter: runFilter });
    const verdict = await dryRun(
      { ...automation, eventFilter },
      { run: { ...RUN, username: "ana" }, rows: losses(2) },
    );
    expect(verdict.fired).toBe(true);
  });

  it("values of any depth are compared", () => {
    const nest = () => {
      let value: unknown = 1;
      for (let level = 0; level < 100_000; level++) value = [value];
      return value;
    };
    expect(matches(compileFilter({ "config.deep": { $eq: nest() } }), () => nest())).toBe(true);
  });

  it("patterns that stall other engines are matched in linear time", () => {
    const filter = compileFilter({ display_name: { $regex: "^(a+)+$" } });
    expect(matches(filter, () => `${"a".repeat(50_000)}!`)).toBe(false);
    const nested = compileFilter({ display_name: { $regex: "(x+x+)+y" } });
    expect(matches(nested, () => "x".repeat(20_000))).toBe(false);
  });

  it("patterns too large to build are refused", () => {
    for (const $regex of ["a".repeat(100_000), "((a{100}){100}){100}"]) {
      expect(() => compileFilter({ display_name: { $regex } })).toThrow(
        expect.objectContaining({ code: "EVALUATION" }),
      );
    }
  });

  it.each([
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "__proto__.polluted",
    "constructor.name",
  ])("a metric called %s is a metric like others", async (name) => {
    const automation = threshold({ name });
    const without = await dryRun(automation, { run: RUN, rows: losses(2) });
    expect(without.outcomes).toMatchObject([{ logged: 0 }]);
    const rows = [JSON.parse(`{"_step":0,${JSON.stringify(name)}:3}`)];
    expect((await dryRun(automation, { run: RUN, rows })).fired).toBe(true);
    const evaluator = createEvaluator(automation);
    evaluator.push({ kind: "row", run: { ...RUN, id: "__proto__" }, row: rows[0] });
    expect(
      createEvaluator(automation, { restore: JSON.parse(JSON.stringify(evaluator.snapshot())) }).runs,
    ).toBe(1);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("rows of a hundred thousand metrics are read for those that are watched", async () => {
    const wide: Record<string, unknown> = {};
    for (let i = 0; i < 100_000; i++) wide[`metric/${i}`] = i;
    function* rows() {
      for (let _step = 0; _step < 200; _step++) {
        wide._step = _step;
        yield wide;
      }
    }
    const verdict = await dryRun(threshold({ name: "metric/99999" }), { run: RUN, rows: rows() });
    expect(verdict.outcomes).toMatchObject([{ satisfied: 200 }]);
  });

  it("a thousand automations share what they read", async () => {
    let reads = 0;
    const row = (_step: number) => ({
      _step,
      get loss() {
        reads++;
        return _step;
      },
    });
    const automations = Array.from({ length: 1000 }, (_, i) => threshold({ threshold: i }));
    const verdict = await dryRun(automations, {
      run: RUN,
      rows: Array.from({ length: 50 }, (_, i) => row(i)),
    });
    expect(verdict.firings).toHaveLength(49);
    expect(reads).toBe(50);
  });
});
