import { describe, expect, it } from "vitest";
import { parseEventFilter } from "../../../src/wire/event-filter.js";

const threshold = { name: "loss", agg_op: "MAX", window_size: 3, cmp_op: "$gt", threshold: 1 };
const change = {
  name: "loss",
  agg_op: "average",
  current_window_size: 3,
  prior_window_size: 4,
  change_amount: 0.5,
  change_type: "relative",
  change_dir: "Increase",
};
const zscore = { name: "loss", window_size: 9, threshold: 2, change_dir: "ANY" };
const run = (run_metric_filter: unknown, rest: object = {}) => ({ run_metric_filter, ...rest });
const read = (eventType: string, filter: unknown) => parseEventFilter(eventType, JSON.stringify(filter));

describe("parseEventFilter", () => {
  it.each([
    [
      "RUN_METRIC",
      { threshold_filter: threshold },
      { kind: "threshold", name: "loss", agg: "MAX", window: 3, cmp: "$gt", threshold: 1 },
    ],
    [
      "RUN_METRIC_CHANGE",
      { change_filter: change },
      {
        kind: "change",
        name: "loss",
        agg: "AVERAGE",
        window: 3,
        priorWindow: 4,
        changeType: "RELATIVE",
        changeDir: "INCREASE",
        amount: 0.5,
      },
    ],
    [
      "RUN_METRIC_ZSCORE",
      { zscore_filter: zscore },
      { kind: "zscore", name: "loss", window: 9, threshold: 2, changeDir: "ANY" },
    ],
  ])("reads the metric of a %s", (eventType, choice, metric) => {
    expect(read(eventType, run(choice))).toEqual({ kind: "metric", metric, runFilter: { $and: [] } });
    expect(parseEventFilter(eventType, run(JSON.stringify(choice)))).toMatchObject({ metric });
  });

  it("fills in what may be left out", () => {
    const bare = { name: "loss", cmp_op: "$lt", threshold: 0 };
    expect(read("RUN_METRIC", run({ threshold_filter: bare }))).toMatchObject({
      metric: { agg: null, window: 1 },
    });
    const { agg_op, current_window_size, prior_window_size, ...rest } = change;
    expect(read("RUN_METRIC_CHANGE", run({ change_filter: rest }))).toMatchObject({
      metric: { agg: null, window: 1, priorWindow: 1 },
    });
    expect(read("RUN_METRIC_ZSCORE", run({ zscore_filter: { name: "loss" } }))).toMatchObject({
      metric: { window: 30, threshold: 3, changeDir: "ANY" },
    });
  });

  it.each([
    ["text", '{"$and":[]}'],
    ["an object", { $and: [] }],
    ["null", null],
    ["nothing", undefined],
  ])("takes a run filter as %s", (_, run_filter) => {
    expect(read("RUN_METRIC", run({ threshold_filter: threshold }, { run_filter }))).toMatchObject({
      runFilter: { $and: [] },
    });
  });

  it("reads the bare threshold of automations saved before there were changes", () => {
    const legacy = { run_filter: "{}", metric_filter: JSON.stringify(threshold) };
    expect(read("RUN_METRIC", legacy)).toMatchObject({ kind: "metric", metric: { threshold: 1 } });
  });

  it("reads states in any case, crashed as failed", () => {
    expect(read("RUN_STATE", { run_state_filter: { states: ["running", "CRASHED"] } })).toEqual({
      kind: "state",
      states: ["RUNNING", "FAILED"],
      runFilter: { $and: [] },
    });
    expect(read("RUN_STATE", { run_state_filter: { states: "FINISHED" } })).toMatchObject({
      states: ["FINISHED"],
    });
  });

  it("reads artifact filters, wrapped or not", () => {
    const filter = { $or: [{ $and: [] }] };
    for (const saved of [filter, { filter }, { filter: JSON.stringify(filter) }]) {
      expect(read("UPDATE_ARTIFACT_ALIAS", saved)).toEqual({ kind: "artifact", filter });
    }
  });

  it.each([
    ["RUN_METRIC", run({ threshold_filter: { ...threshold, name: 5 } }), "the metric has no name"],
    ["RUN_METRIC", run({ threshold_filter: { ...threshold, agg_op: "MEDIAN" } }), '"MEDIAN"'],
    ["RUN_METRIC", run({ threshold_filter: { ...threshold, window_size: 0 } }), "window_size"],
    ["RUN_METRIC", run({ threshold_filter: { ...threshold, cmp_op: ">" } }), '">"'],
    [
      "RUN_METRIC",
      run({ threshold_filter: { ...threshold, threshold: "1" } }),
      "the threshold isn't a number",
    ],
    ["RUN_METRIC", run({ change_filter: change }), "threshold_filter is missing"],
    ["RUN_METRIC", run("oops"), "threshold_filter is missing"],
    ["RUN_METRIC", run({ threshold_filter: threshold }, { run_filter: "[1]" }), "run_filter isn't"],
    ["RUN_METRIC_CHANGE", run({ change_filter: { ...change, name: null } }), "no name"],
    ["RUN_METRIC_CHANGE", run({ change_filter: { ...change, agg_op: 1 } }), "aggregation 1"],
    ["RUN_METRIC_CHANGE", run({ change_filter: { ...change, prior_window_size: 1.5 } }), "window size"],
    ["RUN_METRIC_CHANGE", run({ change_filter: { ...change, change_type: "X" } }), "change_type"],
    ["RUN_METRIC_CHANGE", run({ change_filter: { ...change, change_dir: null } }), "change_dir"],
    ["RUN_METRIC_CHANGE", run({ change_filter: { ...change, change_amount: null } }), "change_amount"],
    ["RUN_METRIC_CHANGE", { metric_filter: change }, "change_filter is missing"],
    ["RUN_METRIC_ZSCORE", run({ zscore_filter: { ...zscore, name: 1 } }), "no name"],
    ["RUN_METRIC_ZSCORE", run({ zscore_filter: { ...zscore, window_size: -1 } }), "window_size"],
    ["RUN_METRIC_ZSCORE", run({ zscore_filter: { ...zscore, threshold: true } }), "threshold"],
    ["RUN_METRIC_ZSCORE", run({ zscore_filter: { ...zscore, change_dir: "UP" } }), "change_dir"],
    ["RUN_STATE", { run_state_filter: { states: ["KILLED"] } }, 'run state "KILLED"'],
    ["RUN_STATE", {}, "run_state_filter is missing"],
    ["RUN_STATE", { run_filter: "x" }, "run_filter isn't"],
    ["LINK_MODEL", { filter: "x" }, "the wrapped filter isn't a JSON object"],
    ["LINK_MODEL", [], "the filter isn't a JSON object"],
    ["NEWER", {}, "events of type NEWER aren't known"],
  ])("says why it can't read a %s of %j", (eventType, filter, reason) => {
    const spec = read(eventType, filter);
    expect(spec).toMatchObject({ kind: "unknown", reason: expect.stringContaining(reason) });
  });

  it.each([undefined, null, 5, "", "oops", "[]", "null"])("never throws, not even for %o", (filter) => {
    for (const eventType of ["LINK_MODEL", "RUN_METRIC", "RUN_STATE", ""]) {
      expect(parseEventFilter(eventType, filter).kind).toBe("unknown");
    }
  });
});
