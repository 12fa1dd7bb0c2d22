import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { ArtifactEvent, FilterableField, RunEvent } from "wandb-automations";
import { issuesOf, loose } from "./issues-of.js";

const x = new FilterableField("x");

describe("FilterableField", () => {
  it.each([
    ["eq", x.eq(1), { $eq: 1 }],
    ["eq of a list", x.eq(["a", 2]), { $eq: ["a", 2] }],
    ["ne", x.ne(false), { $ne: false }],
    ["lt", x.lt(0.5), { $lt: 0.5 }],
    ["gt", x.gt("a"), { $gt: "a" }],
    ["lte", x.lte(-1), { $lte: -1 }],
    ["gte", x.gte(1e300), { $gte: 1e300 }],
    ["in", x.in(["a", 1, true]), { $in: ["a", 1, true] }],
    ["in a Set", x.in(new Set(["a", "b"])), { $in: ["a", "b"] }],
    ["in nothing", x.in([]), { $in: [] }],
    ["notIn", x.notIn(["a"]), { $nin: ["a"] }],
    ["contains", x.contains("sub"), { $contains: "sub" }],
    ["matchesRegex", x.matchesRegex("^a"), { $regex: "^a" }],
    ["exists", x.exists(), { $exists: true }],
    ["exists(false)", x.exists(false), { $exists: false }],
    ["size", x.size(0), { $size: 0 }],
    ["all", x.all(["a", "b"]), { $all: ["a", "b"] }],
  ])("says %s as the server spells it", (_, filter, condition) => {
    expect(filter.json).toEqual({ x: condition });
  });

  it("calls the documented fields what the server calls them", () => {
    expect(`${RunEvent.name}`).toBe("display_name");
    expect(`${RunEvent.user}`).toBe("username");
    expect(`${RunEvent.field("config.lr")}`).toBe("config.lr");
    expect([ArtifactEvent.alias, ArtifactEvent.tag].map(String)).toEqual(["alias", "tag"]);
  });

  it("is frozen, and so are the objects it hangs from", () => {
    for (const value of [x, RunEvent, RunEvent.state, ArtifactEvent, x.eq(1)]) {
      expect(Object.isFrozen(value)).toBe(true);
    }
  });

  it.each([
    ["", '""'],
    ["$eq", '"$eq"'],
    [5, "5"],
    [undefined, "nothing"],
  ])("refuses the field %o", (field, shown) => {
    const rule = `must be a field such as "config.lr", not empty and not starting with $, got ${shown}`;
    expect(issuesOf(() => RunEvent.field(loose(field)))).toEqual({ field: rule });
  });

  const SCALAR = "must be a string, a finite number or a boolean, got";
  const LIST = "must be a list of strings, finite numbers or booleans, got";
  it.each([
    ["eq(null)", () => x.eq(loose(null)), { value: `${SCALAR} null` }],
    ["ne(NaN)", () => x.ne(Number.NaN), { value: `${SCALAR} NaN` }],
    ["lt(list)", () => x.lt(loose([1])), { value: `${SCALAR} [1]` }],
    ["gte(bigint)", () => x.gte(loose(1n)), { value: `${SCALAR} 1` }],
    ["gt()", () => loose(x).gt(), { value: `${SCALAR} nothing` }],
    ["eq(bad list)", () => x.eq(loose([1, {}])), { "values[1]": `${SCALAR} {}` }],
    ["in(text)", () => x.in("abc"), { values: `${LIST} "abc"` }],
    ["in(number)", () => x.in(loose(5)), { values: `${LIST} 5` }],
    [
      "notIn(bad items)",
      () => x.notIn(loose(["a", null, Number.POSITIVE_INFINITY])),
      { "values[1]": `${SCALAR} null`, "values[2]": `${SCALAR} Infinity` },
    ],
    ["contains(number)", () => x.contains(loose(1)), { text: "must be a string, got 1" }],
    ["exists(text)", () => x.exists(loose("yes")), { exists: 'must be true or false, got "yes"' }],
    ["size(0.5)", () => x.size(0.5), { length: "must be a whole number, at least 0, got 0.5" }],
    ["size(-1)", () => x.size(-1), { length: "must be a whole number, at least 0, got -1" }],
    [
      "matchesRegex(5)",
      () => x.matchesRegex(loose(5)),
      { pattern: "must be a regular expression, as text or RegExp, got 5" },
    ],
  ])("refuses %s, and says which operand", (_, build, issues) => {
    expect(issuesOf(build)).toEqual(issues);
  });
});

describe("RegExp as RE2", () => {
  it.each([
    [/^prod-[0-9]+$/, "^prod-[0-9]+$"],
    [/Prod/i, "(?i)Prod"],
    [/a.b/gis, "(?is)a.b"],
    [/^a$/m, "(?m)^a$"],
    [/a\/b/, "a\\/b"],
    [/\u00e9|\u{1F680}/u, "\\x{00e9}|\\x{1F680}"],
    [/[\u0400-\u04ff]/, "[\\x{0400}-\\x{04ff}]"],
    [/\\u0041/, "\\\\u0041"],
    [/[(?=)]/, "[(?=)]"],
    [/\(?=/, "\\(?="],
    [/(?:a)(?<n>b)/, "(?:a)(?<n>b)"],
  ])("%o", (pattern, text) => {
    expect(x.matchesRegex(pattern).json).toEqual({ x: { $regex: text } });
  });

  it.each([
    [/(?=a)b/, "must not look ahead or behind: the server's engine can't, got \"/(?=a)b/\""],
    [/(?<!a)b/, "must not look ahead or behind: the server's engine can't, got \"/(?<!a)b/\""],
    [/(a)\1/, "must not refer back to a group: the server's engine can't, got \"/(a)\\\\1/\""],
    [/(?<n>a)\k<n>/, "must not refer back to a group: the server's engine can't, got \"/(?<n>a)\\\\k<n>/\""],
    [/a/y, 'must have no flags but d, g, i, m, s and u, got "/a/y"'],
  ])("refuses %o, which RE2 can't say", (pattern, message) => {
    expect(issuesOf(() => x.matchesRegex(pattern))).toEqual({ pattern: message });
  });

  it("takes an expression of another realm", () => {
    expect(x.matchesRegex(runInNewContext("/a+/i")).json).toEqual({ x: { $regex: "(?i)a+" } });
  });
});
