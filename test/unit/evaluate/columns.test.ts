import { describe, expect, it } from "vitest";
import { type Columns, evaluateColumns } from "wandb-automations/evaluate";
import { onState, RUN, threshold, zscore } from "./automations.js";

const values = Float64Array.of(0, 2, 3, /* second run */ 2, 0, Number.NaN, 4);
const columns: Columns = { values, runOffsets: [0, 3, 7] };

describe("evaluateColumns", () => {
  it("keeps runs apart and says where each fired", () => {
    const average = threshold({ agg_op: "AVERAGE", window_size: 2 }, { name: "avg" });
    const [result] = evaluateColumns(average, columns, { collect: "satisfied" });
    expect(result).toEqual({
      automation: { index: 0, name: "avg" },
      title: "average of the last 2 values of loss > 1",
      runs: 2,
      evaluated: 5,
      satisfied: 1,
      satisfiedAt: [2],
      nans: 2,
      firings: [{ run: 0, at: 2, compared: 2.5 }],
    });
  });

  it("gives steps and times, and lets a day pass", () => {
    const steps = [0, 1, 2, 0, 1, 2, 3];
    const timestamps = Float64Array.from([0, 10, 86_409, 0, 1, 2, 3], (seconds) => 1.8e9 + seconds);
    const [first] = evaluateColumns(threshold(), { ...columns, steps, timestamps });
    expect(first?.firings).toEqual([
      { run: 0, at: 1, step: 1, timestamp: 1.8e9 + 10, compared: 2 },
      { run: 1, at: 3, step: 0, timestamp: 1.8e9, compared: 2 },
    ]);
    timestamps[2]! += 1;
    const [second] = evaluateColumns(threshold(), { ...columns, steps, timestamps });
    expect(second?.firings.map(({ at }) => at)).toEqual([1, 2, 3]);
  });

  it("leaves NaN out if that is asked for, and names the places as they were given", () => {
    const sum = threshold({ agg_op: "SUM", window_size: 2, threshold: 3 });
    const [result] = evaluateColumns(
      sum,
      { ...columns, steps: [0, 1, 2, 3, 4, 5, 6] },
      { nan: "skip", collect: "satisfied" },
    );
    expect(result).toMatchObject({
      satisfiedAt: [2, 6],
      nans: 0,
      firings: [{ at: 2 }, { run: 1, at: 6, step: 6 }],
    });
  });

  it("holds scopes, filters and disabled automations against the runs", () => {
    const runs = [
      { ...RUN, username: "ana" },
      { ...RUN, id: "r2", username: "bo" },
    ];
    const automations = [threshold({}, { runFilter: { username: "bo" } }), threshold({}, { enabled: false })];
    const results = evaluateColumns(automations, { ...columns, runs });
    expect(results.map((result) => [result.runs, result.firings.map(({ run }) => run)])).toEqual([
      [1, [1]],
      [0, []],
    ]);
    expect(evaluateColumns(threshold({}, { enabled: false }), columns)[0]?.runs).toBe(0);
  });

  it("takes runs of no values, and no runs", () => {
    expect(evaluateColumns(zscore(), { values, runOffsets: [0, 0, 7, 7] })[0]).toMatchObject({
      runs: 3,
      evaluated: 4,
    });
    expect(evaluateColumns(zscore(), { values: new Float64Array(0), runOffsets: [0] })[0]).toMatchObject({
      runs: 0,
    });
  });

  it("judges long runs in pieces", () => {
    const long = Float64Array.from({ length: 20_000 }, (_, i) => (i % 5000 === 4999 ? 9 : 0));
    const [result] = evaluateColumns(
      threshold({ agg_op: "MAX", window_size: 3 }),
      { values: long },
      { collect: "satisfied" },
    );
    expect(result?.satisfiedAt).toEqual([
      4999, 5000, 5001, 9999, 10_000, 10_001, 14_999, 15_000, 15_001, 19_999,
    ]);
  });

  it.each<[string, unknown, (string | number)[][]]>([
    ["a plain list", { values: [1, 2] }, [["values"]]],
    ["lists of other lengths", { values, steps: [1], timestamps: [2] }, [["steps"], ["timestamps"]]],
    ["offsets that don't rise", { values, runOffsets: [0, 5, 3, 7] }, [["runOffsets"]]],
    ["offsets that don't end with the values", { values, runOffsets: [0, 3] }, [["runOffsets"]]],
    ["offsets that aren't whole", { values, runOffsets: [0, 1.5, 7] }, [["runOffsets"]]],
    ["more runs than offsets tell", { ...columns, runs: [RUN] }, [["runs"]]],
  ])("refuses %s", (_, given, paths) => {
    expect(() => evaluateColumns(threshold(), given as Columns)).toThrow(
      expect.objectContaining({
        code: "VALIDATION",
        issues: paths.map((path) => expect.objectContaining({ path })),
      }),
    );
  });

  it("refuses automations that aren't on a metric", () => {
    expect(() => evaluateColumns(onState(["FAILED"]), columns)).toThrow(
      expect.objectContaining({ code: "EVALUATION" }),
    );
  });
});
