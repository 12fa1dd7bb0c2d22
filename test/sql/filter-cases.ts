import { DoNothing, MetricThresholdFilter, OnRunMetric } from "wandb-automations";
import type { CompiledAutomation } from "wandb-automations/evaluate";
import { toCompiledList } from "../../src/evaluate/evaluable.js";
import type { RecordedRun } from "./eval-cases.js";

/** Every operator, on fields that are there, missing, null, lists, objects, and of other types than the operand. */
export const FILTERS: readonly Readonly<Record<string, unknown>>[] = [
  { $and: [] },
  { $or: [] },
  { $nor: [] },
  { $and: [{ group: "g1" }, { "config.lr": { $lt: 1 } }] },
  { $or: [{ group: "g1" }, { tags: { $size: 0 } }] },
  { $nor: [{ group: "g1" }, { job_type: { $exists: true } }] },
  { $nor: [{ $not: { group: "g1" } }] },
  { $not: { username: "ana" } },
  { username: { $not: { $eq: "ana" } } },
  { "config.lr": { $not: { $gte: 0.1 } } },
  { tags: { $not: { $all: ["prod"] } } },
  ...["$lt", "$lte", "$gt", "$gte", "$eq", "$ne"].flatMap((operator) =>
    [0.1, "0.1", "sgd"].map((operand) => ({ "config.lr": { [operator]: operand } })),
  ),
  ...[true, null, "", ["prod", "x"], { name: "sgd" }, [], {}].flatMap((operand) =>
    ["config.opt", "tags", "group", "config.flag"].flatMap((field) => [
      { [field]: { $eq: operand } },
      { [field]: { $ne: operand } },
    ]),
  ),
  { group: { $in: ["g1", 1, null] } },
  { group: { $in: [] } },
  { group: { $nin: ["g1"] } },
  { group: { $nin: [] } },
  { tags: { $in: ["x", "y"] } },
  { tags: { $nin: ["x"] } },
  ...["group", "config.opt.name", "config.nothing", "summary_metrics.acc"].flatMap((field) => [
    { [field]: { $exists: true } },
    { [field]: { $exists: false } },
  ]),
  { display_name: { $regex: "^go+d$" } },
  { tags: { $regex: "pro" } },
  { "config.lr": { $regex: "0" } },
  { display_name: { $contains: "oo" } },
  { tags: { $contains: "ro" } },
  { group: { $contains: "" } },
  ...[0, 1, 2, 0.5, -1].map((size) => ({ tags: { $size: size } })),
  { "config.lr": { $size: 1 } },
  ...[[], ["prod"], ["x", "prod"], [1], [["deep"]]].map((all) => ({ tags: { $all: all } })),
  { "config.opt": { $all: ["sgd"] } },
  { "config.lr": { $gt: 0, $lt: 1 } },
  { "config.opt": { $exists: true, $ne: { name: "sgd" } } },
];

/** Runs of which each lacks some of the fields. */
const RUNS: readonly Readonly<Record<string, unknown>>[] = [
  {
    ...{ id: "a", display_name: "good", username: "ana", group: "g1", tags: ["prod", "x"] },
    ...{ config: { lr: 0.1, opt: { name: "sgd" }, flag: true }, summary_metrics: { acc: 0.9 } },
  },
  {
    id: "b",
    display_name: "gd",
    job_type: "train",
    tags: [],
    config: { lr: "0.1", opt: "sgd", flag: false },
  },
  { id: "c", username: "bo", group: "", tags: ["x"], config: { lr: 2, opt: ["sgd"] }, summary_metrics: {} },
  { id: "d", tags: [1, ["deep"], "prod"], config: { lr: null, opt: null, flag: null } },
  { id: "e" },
];

/** The same rows in every run, so that only the filter says where an automation fires. */
export const FILTERED_RUNS: readonly RecordedRun[] = RUNS.map((run) => ({
  run,
  rows: [0.5, 2, 0.5].map((loss, i) => ({ _step: i, _timestamp: 1.7e9 + i * 60, loss })),
}));

/** An automation per filter, which fires once on each run that the filter lets through. */
export function filteredAutomations(): CompiledAutomation[] {
  const metric = new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 1 });
  const [plain] = toCompiledList(
    new OnRunMetric({ scope: "acme/vision", filter: metric }).then(new DoNothing()),
  );
  const filter = JSON.parse(plain!.eventFilter) as Record<string, unknown>;
  return FILTERS.map((one) => ({
    ...plain!,
    eventFilter: JSON.stringify({ ...filter, run_filter: JSON.stringify(one) }),
  }));
}
