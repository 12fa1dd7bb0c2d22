import { describe, expect, it } from "vitest";
import {
  ArtifactEvent,
  OnAddArtifactTag,
  OnLinkArtifact,
  OnRunMetric,
  OnRunState,
  RunEvent,
  type RunMetricFilterInput,
} from "wandb-automations";
import { compileEventFilter } from "../../../src/compile/compile-event-filter.js";

const metric = (filter: RunMetricFilterInput) =>
  compileEventFilter(new OnRunMetric({ scope: "acme/vision", filter }));
const EVERY_RUN = '"run_filter":"{\\"$and\\":[]}"';

describe("compileEventFilter", () => {
  it("spells a threshold as Python does, byte for byte", () => {
    expect(metric(RunEvent.metric("acc").max(3).gt(0.9).and(RunEvent.name.contains("my-run")))).toBe(
      '{"run_filter":"{\\"$and\\":[{\\"display_name\\":{\\"$contains\\":\\"my-run\\"}}]}","run_metric_filter":{"threshold_filter":{"name":"acc","agg_op":"MAX","window_size":3,"cmp_op":"$gt","threshold":0.9}},"metric_filter":null}',
    );
    expect(metric(RunEvent.metric("acc").lte(-1))).toBe(
      `{${EVERY_RUN},"run_metric_filter":{"threshold_filter":{"name":"acc","agg_op":null,"window_size":1,"cmp_op":"$lte","threshold":-1}},"metric_filter":null}`,
    );
  });

  it.each([
    ["eq", "$eq"],
    ["ne", "$ne"],
    ["gte", "$gte"],
    ["lt", "$lt"],
  ] as const)("says %s as %s", (method, operator) => {
    expect(metric(RunEvent.metric("acc")[method](1))).toContain(`"cmp_op":"${operator}"`);
  });

  it("sends sum, which only the emulator and dry runs are known to evaluate", () => {
    expect(metric(RunEvent.metric("acc").sum(2).gt(1))).toContain('"agg_op":"SUM","window_size":2');
  });

  it("spells a change as Python does, byte for byte", () => {
    expect(metric(RunEvent.metric("loss").avg(4).increasesBy({ frac: 0.1 }))).toBe(
      `{${EVERY_RUN},"run_metric_filter":{"change_filter":{"name":"loss","agg_op":"AVERAGE","current_window_size":4,"change_amount":0.1,"prior_window_size":4,"change_type":"RELATIVE","change_dir":"INCREASE"}},"metric_filter":null}`,
    );
  });

  it("spells a z-score as Python does, byte for byte", () => {
    expect(metric(RunEvent.metric("loss").zscore(10).abs().gt(3))).toBe(
      `{${EVERY_RUN},"run_metric_filter":{"zscore_filter":{"name":"loss","window_size":10,"threshold":3,"change_dir":"ANY"}},"metric_filter":null}`,
    );
  });

  it("spells run states as Python does, byte for byte", () => {
    const filter = RunEvent.state.in(["running", "failed", "crashed"]);
    expect(compileEventFilter(new OnRunState({ scope: "acme/vision", filter }))).toBe(
      `{${EVERY_RUN},"run_state_filter":{"states":["FAILED","RUNNING"]}}`,
    );
  });

  it.each([
    [undefined, '{"$or":[{"$and":[]}]}'],
    [ArtifactEvent.alias.eq("prod"), '{"$or":[{"$and":[{"alias":{"$eq":"prod"}}]}]}'],
    [ArtifactEvent.alias.in(["a", "b"]), '{"$or":[{"$and":[{"alias":{"$in":["a","b"]}}]}]}'],
    [
      ArtifactEvent.alias.matchesRegex("^p").and(ArtifactEvent.alias.ne("px")),
      '{"$or":[{"$and":[{"alias":{"$regex":"^p"}},{"alias":{"$ne":"px"}}]}]}',
    ],
    [
      ArtifactEvent.alias.eq("a").or(ArtifactEvent.alias.eq("b")),
      '{"$or":[{"$and":[{"$or":[{"alias":{"$eq":"a"}},{"alias":{"$eq":"b"}}]}]}]}',
    ],
    [ArtifactEvent.alias.eq("prod").not(), '{"$or":[{"$and":[{"$not":{"alias":{"$eq":"prod"}}}]}]}'],
    [
      ArtifactEvent.alias.eq("a").or(ArtifactEvent.alias.eq("b")).not(),
      '{"$or":[{"$and":[{"$nor":[{"alias":{"$eq":"a"}},{"alias":{"$eq":"b"}}]}]}]}',
    ],
    [{ alias: "prod", tag: "x" }, '{"$or":[{"$and":[{"alias":{"$eq":"prod"}},{"tag":{"$eq":"x"}}]}]}'],
  ])("spells the artifact filter %s as Python does", (filter, json) => {
    for (const Event of [OnLinkArtifact, OnAddArtifactTag]) {
      expect(compileEventFilter(new Event({ scope: "acme/vision", filter }))).toBe(json);
    }
  });
});
