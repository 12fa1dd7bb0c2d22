import { describe, expect, it } from "vitest";
import { compareStrings } from "../../../src/evaluate/filter/compare-strings.js";
import { compileFilter } from "../../../src/evaluate/filter/compile-filter.js";
import { failedClauses } from "../../../src/evaluate/filter/explain-filter.js";
import { matches } from "../../../src/evaluate/filter/filter-program.js";
import { runFields, unknownRunFields } from "../../../src/evaluate/filter/run-fields.js";

const RUN = {
  id: "lkowe4hd",
  displayName: "prod-baseline",
  username: "ana",
  state: "finished",
  tags: ["prod", "nightly"],
  group: "",
  jobType: "train",
  config: {
    lr: 0.1,
    layers: [32, 16],
    opt: { name: "sgd" },
    "opt.name": "adam",
    flag: true,
    none: null,
    big: 2n ** 60n,
  },
  summary: { loss: 0.25, epochs: 3 },
};

const admits = (filter: unknown) => matches(compileFilter(filter), runFields(RUN));

describe("an operator", () => {
  it.each<[string, unknown]>([
    ["a bare value is equality", { display_name: "prod-baseline" }],
    ["$eq", { username: { $eq: "ana" } }],
    ["$ne", { username: { $ne: "bo" } }],
    ["$lt", { "config.lr": { $lt: 0.2 } }],
    ["$lte", { "config.lr": { $lte: 0.1 } }],
    ["$gt on text", { username: { $gt: "amy" } }],
    ["$gte", { "summary_metrics.epochs": { $gte: 3 } }],
    ["$in", { state: { $in: ["failed", "finished"] } }],
    ["$nin", { state: { $nin: ["failed"] } }],
    ["$exists", { job_type: { $exists: true } }],
    ["$exists of a field that is null", { "config.none": { $exists: true } }],
    ["$regex anywhere", { display_name: { $regex: "base" } }],
    ["$regex with RE2's flags", { display_name: { $regex: "(?i)^PROD" } }],
    ["$contains", { display_name: { $contains: "d-b" } }],
    ["$size", { tags: { $size: 2 } }],
    ["$all", { tags: { $all: ["nightly"] } }],
    ["$eq on an element of a list", { tags: "prod" }],
    ["$in on an element of a list", { tags: { $in: ["x", "prod"] } }],
    ["equality of lists and objects", { "config.layers": [32, 16], "config.opt": { name: "sgd" } }],
    ["several in one field", { "config.lr": { $gt: 0, $lt: 1 } }],
    ["$not around a filter", { $not: { username: "bo" } }],
    ["$not inside a field", { username: { $not: { $in: ["bo"] } } }],
    ["$nor", { $nor: [{ username: "bo" }, { state: "failed" }] }],
    ["$and of nothing", { $and: [] }],
    ["$nor of nothing", { $nor: [] }],
    ["no filter", {}],
    ["the empty artifact filter", { $or: [{ $and: [] }] }],
    ["a key with dots before the path", { "config.opt.name": "adam" }],
    ["an integer beyond doubles", { "config.big": { $gt: 2 ** 59 } }],
  ])("%s holds", (_, filter) => {
    expect(admits(filter)).toBe(true);
    expect(admits({ $not: filter })).toBe(false);
  });

  it.each<[string, unknown]>([
    ["$or of nothing", { $or: [] }],
    ["one of several that fails", { username: "ana", state: "failed" }],
    ["1 and text", { "summary_metrics.epochs": "3" }],
    ["1 and true", { "config.flag": 1 }],
    ["null and a missing field", { "config.gone": null }],
    ["an order across types", { "config.lr": { $gt: "0" } }],
    ["an order on booleans", { "config.flag": { $gte: true } }],
    ["$contains on a number", { "config.lr": { $contains: "0" } }],
    ["$regex on a number", { "config.lr": { $regex: "0" } }],
    ["an anchored $regex", { display_name: { $regex: "^base" } }],
    ["a path into a list", { "config.layers.0": 32 }],
    ["what every object inherits", { "config.constructor": { $exists: true } }],
    ["what every text inherits", { "display_name.length": { $exists: true } }],
    ["__proto__", { "config.__proto__": { $exists: true } }],
  ])("%s fails", (_, filter) => {
    expect(admits(filter)).toBe(false);
  });

  it.each<[Record<string, unknown>, boolean]>([
    [{ $eq: 1 }, false],
    [{ $in: [1] }, false],
    [{ $in: [] }, false],
    [{ $lt: 1 }, false],
    [{ $lte: 1 }, false],
    [{ $gt: 1 }, false],
    [{ $gte: 1 }, false],
    [{ $contains: "" }, false],
    [{ $regex: "" }, false],
    [{ $size: 0 }, false],
    [{ $all: [] }, false],
    [{ $ne: 1 }, true],
    [{ $nin: [1] }, true],
    [{ $exists: false }, true],
    [{ $exists: true }, false],
    [{ $not: { $gt: 1 } }, true],
  ])("%j on a missing field is %s", (condition, expected) => {
    expect(admits({ "config.gone": condition })).toBe(expected);
    expect(admits({ sweep: condition })).toBe(expected);
  });

  it.each([
    [{ $where: "1" }, "$where"],
    [{ username: { $eqq: "ana" } }, "$eqq"],
    [{ $or: [{ $not: { username: { $elemMatch: {} } } }] }, "$elemMatch"],
    [{ username: { $eq: "ana", and: 1 } }, "and"],
  ])("that isn't known in %j is an error that names it", (filter, name) => {
    expect(() => compileFilter(filter)).toThrow(
      expect.objectContaining({ code: "EVALUATION", message: expect.stringContaining(name) }),
    );
  });

  it.each([
    [{ username: { $in: "ana" } }],
    [{ username: { $regex: 3 } }],
    [{ username: { $regex: "(" } }],
    [{ username: { $regex: "(?=a)" } }],
    [{ username: { $contains: ["a"] } }],
    [{ username: { $exists: 1 } }],
    [{ username: { $not: "ana" } }],
    [{ tags: { $size: "2" } }],
    [{ $and: { username: "ana" } }],
    [{ $or: ["ana"] }],
    [[]],
    [null],
  ])("that can't take what it is given, %j, is an error", (filter) => {
    expect(() => compileFilter(filter)).toThrow(expect.objectContaining({ code: "EVALUATION" }));
  });
});

describe("text", () => {
  it("is ordered by code points", () => {
    // U+10000 lies above U+FFFD, although its first code unit doesn't.
    expect(compareStrings("\u{10000}", "\uFFFD")).toBeGreaterThan(0);
    expect(compareStrings("a", "ab")).toBeLessThan(0);
    expect(compareStrings("\u{10000}", "\u{10000}")).toBe(0);
  });
});

describe("failed clauses", () => {
  const failed = (filter: unknown) => failedClauses(compileFilter(filter), runFields(RUN));

  it("are those that decided, with what the run has", () => {
    expect(failed({ $and: [{ username: "ana" }, { display_name: { $contains: "dev" } }] })).toEqual([
      'display_name $contains "dev" (it is "prod-baseline")',
    ]);
    expect(failed({ $or: [{ "config.lr": { $gt: 1 } }, { sweep: "s" }] })).toHaveLength(2);
    expect(failed({ $not: { username: { $in: ["ana"] } } })).toEqual([
      'not username $in ["ana"] (it is "ana")',
    ]);
    expect(failed({ "config.gone": 1 })).toEqual(["config.gone $eq 1 (it isn't set)"]);
    expect(failed({ $or: [] })).toEqual(["$or of no clauses"]);
  });

  it("are none where the run passes", () => {
    expect(failed({ username: "ana" })).toEqual([]);
  });

  it("stay short whatever they hold", () => {
    const wide = {
      $or: Array.from({ length: 1000 }, () => ({
        username: { $in: Array.from({ length: 1000 }, () => "x".repeat(1000)) },
      })),
    };
    expect(failed(wide).join().length).toBeLessThan(1000);
  });
});

describe("fields that runs don't have", () => {
  it("are found", () => {
    expect(unknownRunFields(["config.lr", "displayname", "state", "loss.best"])).toEqual([
      "displayname",
      "loss.best",
    ]);
  });
});
