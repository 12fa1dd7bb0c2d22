import { describe, expect, it } from "vitest";
import { ArtifactEvent, and, type FilterInput, not, OnRunState, or, RunEvent } from "wandb-automations";
import { lint } from "wandb-automations/lint";
import { aliasEvent, expectFinding, expectNothing, watching } from "./rule-findings.js";

const runs = (filter: FilterInput) =>
  watching(new OnRunState({ scope: "acme/vision", filter: RunEvent.state.eq("failed").and(filter) }));
const lr = (operators: object) => runs({ "config.lr": operators } as FilterInput);
const named = (operators: object) => runs({ display_name: operators } as FilterInput);

describe("impossible-filter", () => {
  it.each([
    ["a range that is empty", lr({ $gt: 3, $lt: 2 })],
    ["a range with nothing between its ends", lr({ $gt: 2, $lte: 2 })],
    ["two values at once", named({ $eq: "a", $in: ["b", "c"] })],
    ["a value and its opposite", runs(and({ username: "ann" }, not({ username: "ann" })))],
    ["a number that is text", lr({ $gt: 1, $regex: "x" })],
    [
      "two beginnings",
      runs(and({ display_name: { $regex: "^prod-" } }, { display_name: { $regex: "^dev-" } })),
    ],
    ["two endings", runs(and({ group: { $regex: "-a$" } }, { group: { $regex: "-b$" } }))],
    ["a value without the part it must have", named({ $eq: "dev", $contains: "prod" })],
    ["something that is missing", lr({ $exists: false, $gt: 0 })],
    ["every branch", runs(or({ group: { $eq: "a", $ne: "a" } }, { "config.x": { $lt: 1, $gt: 1 } }))],
    ["an empty choice", runs({ group: { $in: [] } })],
    [
      "two aliases of one event",
      watching(aliasEvent(and(ArtifactEvent.alias.eq("a"), ArtifactEvent.alias.eq("b")))),
    ],
  ])("finds %s", (_, automation) => {
    expectFinding("impossible-filter", automation, "so it never fires");
  });

  it.each([
    ["a range with one value", lr({ $gte: 2, $lte: 2 })],
    ["numbers between neighbours", lr({ $gt: 1, $lt: 1.0000001 })],
    ["a list that has both", runs(and({ tags: "a" }, { tags: "b" }))],
    ["a beginning within another", runs(and({ group: { $regex: "^a" } }, { group: { $regex: "^ab" } }))],
    ["patterns that can both match", runs(and({ group: { $regex: "^a|b" } }, { group: { $regex: "^c" } }))],
    ["one branch that can pass", runs(or({ group: { $eq: "a", $ne: "a" } }, { group: "b" }))],
    ["text below and above", runs({ group: { $gt: "a", $lt: "b" } })],
    ["two fields", runs(and({ group: "a" }, { username: "b" }))],
  ])("lets be %s", (_, automation) => {
    expectNothing("impossible-filter", automation);
  });
});

describe("always-true", () => {
  it.each([
    ["a value or its opposite", runs(or({ group: "a" }, not({ group: "a" })))],
    ["there or not there", runs(or({ "config.x": { $exists: true } }, { "config.x": { $exists: false } }))],
    ["unequal to one or to the other", runs(or({ group: { $ne: "a" } }, { group: { $ne: "b" } }))],
    ["not in an empty choice", runs({ "config.x": { $nin: [] } })],
  ])("finds %s", (_, automation) => {
    expectFinding("always-true", automation, "every run passes its filter");
  });

  it.each([
    [
      "below or not below, for what isn't a number",
      runs(or({ "config.x": { $lt: 1 } }, { "config.x": { $gte: 1 } })),
    ],
    ["no filter", runs({ $and: [] })],
    ["unequal to both of a list", runs(or({ tags: { $ne: "a" } }, { tags: { $ne: "b" } }))],
  ])("lets be %s", (_, automation) => {
    expectNothing("always-true", automation);
  });

  it("finds changes and z-scores that any value makes", () => {
    const compiled = (eventType: string, filter: object) => ({
      enabled: true,
      scope: { kind: "project", scopeType: "PROJECT", entity: "acme", project: "vision" } as const,
      eventType,
      eventFilter: JSON.stringify({ run_filter: '{"$and":[]}', run_metric_filter: filter }),
      actionType: "NO_OP",
    });
    const zscore = (dir: string, threshold: number) =>
      compiled("RUN_METRIC_ZSCORE", {
        zscore_filter: { name: "a", window_size: 30, threshold, change_dir: dir },
      });
    const change = {
      name: "a",
      agg_op: "MAX",
      current_window_size: 2,
      change_type: "ABSOLUTE",
      change_dir: "ANY",
    };
    expectFinding("always-true", zscore("ANY", 0), "every z-score is at least 0 from 0");
    expectFinding(
      "always-true",
      compiled("RUN_METRIC_CHANGE", { change_filter: { ...change, change_amount: 0 } }),
      "every change",
    );
    expectNothing("always-true", zscore("INCREASE", 0));
    expectNothing("always-true", zscore("ANY", 0.1));
  });
});

describe("regex-never-matches", () => {
  it.each(["a^b", "$a", "x+^", "a$\\.", "[ab]{1,2}^"])("finds %s", (pattern) => {
    expectFinding("regex-never-matches", named({ $regex: pattern }), "can't match");
  });

  it.each([
    "^a$",
    "a?^b",
    "(a)?^b",
    "$^",
    "a|^b",
    "\\^a",
    "[^a]b",
    "a$?b",
    "a{0,1}^",
    "\\pL?^",
    "[[:alpha:]]?^",
  ])("lets be %s", (pattern) => {
    expectNothing("regex-never-matches", named({ $regex: pattern }));
  });
});

describe("unreadable-filter", () => {
  it("finds what can't be evaluated, and then says nothing else about it", () => {
    const odd = lr({ $near: 1 });
    expectFinding("unreadable-filter", odd, "$near");
    expect(lint([named({ $regex: "(?=a)" })]).map(({ rule }) => rule)).toEqual([
      "no-op",
      "unreadable-filter",
    ]);
    expectNothing("unreadable-filter", named({ $regex: "(?i)a" }));
  });
});
