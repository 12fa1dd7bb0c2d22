import { describe, expect, it } from "vitest";
import {
  ArtifactEvent,
  and,
  FilterExpression,
  nor,
  not,
  or,
  RunEvent,
  RunMetricFilter,
  RunStateFilter,
} from "wandb-automations";
import { issuesOf, loose } from "./issues-of.js";

const a = ArtifactEvent.alias.eq("a");
const b = ArtifactEvent.tag.eq("b");
const c = ArtifactEvent.tag.eq("c");
const A = { alias: { $eq: "a" } };
const B = { tag: { $eq: "b" } };
const C = { tag: { $eq: "c" } };

describe("combining filters", () => {
  it.each([
    ["a.and(b, c)", a.and(b, c), { $and: [A, B, C] }],
    ["a.or(b).or(c)", a.or(b).or(c), { $or: [{ $or: [A, B] }, C] }],
    ["a.not()", a.not(), { $not: A }],
    ["a.not().not()", a.not().not(), A],
    ["not(not(not(a)))", not(not(not(a))), { $not: A }],
    ["and(a, b)", and(a, b), { $and: [A, B] }],
    ["or(a, { tag: 'b' })", or(a, { tag: "b" }), { $or: [A, { tag: "b" }] }],
    ["nor(a, b)", nor(a, b), { $nor: [A, B] }],
    ["nor(nor(a))", nor(nor(a)), { $nor: [{ $nor: [A] }] }],
    ["and()", and(), { $and: [] }],
    ["or()", or(), { $or: [] }],
  ])("builds %s as it is written", (_, filter, json) => {
    expect(filter.json).toEqual(json);
    expect(JSON.stringify(filter)).toBe(JSON.stringify(json));
    expect(`${filter}`).toBe(JSON.stringify(json));
  });

  it("leaves its parts as they were", () => {
    a.and(b).not();
    expect(a.json).toEqual(A);
  });

  it("joins conditions from either side, as Python's & does", () => {
    const metric = RunEvent.metric("loss").gt(1);
    const state = RunEvent.state.eq("failed");
    const run = RunEvent.name.eq("x");
    expect(run.and(metric)).toEqual(metric.and(run));
    expect(run.and(metric)).toBeInstanceOf(RunMetricFilter);
    expect(run.and(state)).toEqual(state.and(run));
    expect(run.and(state)).toBeInstanceOf(RunStateFilter);
    expect(run.and(metric.and(RunEvent.user.eq("y"))).run.json).toEqual({
      $and: [{ username: { $eq: "y" } }, { display_name: { $eq: "x" } }],
    });
  });
});

describe("filters are values", () => {
  it("freezes them all the way down", () => {
    const filter = a.and(b.or(c));
    const { $and } = loose(filter.json);
    for (const part of [filter, filter.json, $and, $and[1], $and[1].$or, $and[1].$or[0].tag]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it("copies JSON it is given, and leaves the caller's alone", () => {
    const given = { alias: { $in: ["a"] } };
    const filter = new FilterExpression(given);
    given.alias.$in.push("b");
    expect(filter.json).toEqual({ alias: { $in: ["a"] } });
    expect(Object.isFrozen(given)).toBe(false);
  });

  it("keeps __proto__ and constructor as the fields they are", () => {
    const filter = RunEvent.field("__proto__").eq("x").and(RunEvent.field("constructor.prototype").ne(1));
    expect(`${filter}`).toBe('{"$and":[{"__proto__":{"$eq":"x"}},{"constructor.prototype":{"$ne":1}}]}');
    const parsed = new FilterExpression(JSON.parse('{"__proto__":{"$eq":"polluted"}}'));
    expect(`${parsed.not()}`).toBe('{"$not":{"__proto__":{"$eq":"polluted"}}}');
    expect(loose({}).$eq).toBeUndefined();
    expect(loose(Object.prototype).$eq).toBeUndefined();
  });

  it("keeps operators that aren't known, with whatever they hold", () => {
    const json = { $near: { $and: "?" }, alias: { $soundsLike: [1, { $not: 2 }] } };
    expect(new FilterExpression(json).json).toEqual(json);
  });
});

describe("what isn't a filter", () => {
  it.each([
    [5, "5"],
    [null, "null"],
    ["alias", '"alias"'],
    [[A], '[{"alias":{"$eq":"a"}}]'],
    [new Map(), "a Map"],
    [ArtifactEvent.alias, "a FilterableField"],
    [RunEvent.metric("x").gt(1), "a MetricThresholdFilter"],
  ])("%o is refused with its place", (given, shown) => {
    const rule = `must be a filter such as RunEvent.name.contains("prod") or Mongo-like JSON, got ${shown}`;
    expect(issuesOf(() => and(a, loose(given)))).toEqual({ "and[1]": rule });
    expect(issuesOf(() => not(loose(given)))).toEqual({ not: rule });
    expect(issuesOf(() => new FilterExpression(loose(given)))).toEqual({ filter: rule });
  });

  it("counts the arguments of a method from its own", () => {
    expect(Object.keys(issuesOf(() => a.or(b, loose(1))))).toEqual(["or[1]"]);
    expect(Object.keys(issuesOf(() => a.and(loose(1), loose(2))))).toEqual(["and[0]", "and[1]"]);
  });

  it("lists every place where a combination holds no filters", () => {
    const bad = { $and: [A, 5], $or: "x", $not: [], $nor: [{ $not: null }] };
    expect(issuesOf(() => new FilterExpression(loose(bad)))).toEqual({
      "filter.$and[1]": "must be a filter, got 5",
      "filter.$or": 'must be a list of filters, got "x"',
      "filter.$not": "must be a filter, got []",
      "filter.$nor[0].$not": "must be a filter, got null",
    });
  });

  it("lists every value that JSON can't hold", () => {
    const bad = { alias: { $eq: Number.NaN }, tag: { $in: [undefined] } };
    expect(issuesOf(() => new FilterExpression(loose(bad)))).toEqual({
      "filter.alias.$eq": "must be a finite number: JSON has no NaN",
      "filter.tag.$in[0]": "must be a JSON value, got nothing",
    });
  });
});

describe("filters built in a loop", () => {
  const times = 100_000;
  const TOO_LARGE = { filter: "must hold at most 100000 values, got more" };
  const TOO_DEEP = { filter: "must be nested at most 500 deep, got more" };

  it("negates as often as it is asked to", () => {
    let filter = a;
    for (let i = 0; i < times + 1; i++) filter = filter.not();
    expect(`${filter}`).toBe('{"$not":{"alias":{"$eq":"a"}}}');
  });

  it.each(["and", "or"] as const)("chains thousands of .%s(), and refuses more than fit", (operator) => {
    let filter = a;
    for (let i = 0; i < 10_000; i++) filter = filter[operator](b);
    expect(filter.toString()).toHaveLength(JSON.stringify(filter.json).length);
    expect(`${filter}`.match(/"b"/g)).toHaveLength(10_000);
    expect(
      issuesOf(() => {
        for (let i = 0; i < times; i++) filter = filter[operator](b);
      }),
    ).toEqual(TOO_LARGE);
  });

  it("keeps the first and the last of a long chain in their order", () => {
    let filter = ArtifactEvent.tag.eq("t0");
    for (let i = 1; i < 1000; i++) filter = filter.or(ArtifactEvent.tag.eq(`t${i}`));
    const order = [...`${filter}`.matchAll(/"t(\d+)"/g)].map((match) => Number(match[1]));
    expect(order).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });

  it("refuses what would nest too deep", () => {
    const alternate = () => {
      let filter = a;
      for (let i = 0; i < times; i++) filter = filter.not().and(b);
    };
    expect(issuesOf(alternate)).toEqual(TOO_DEEP);
    const nors = () => {
      let filter = a;
      for (let i = 0; i < times; i++) filter = nor(filter);
    };
    expect(issuesOf(nors)).toEqual(TOO_DEEP);
  });

  it("refuses what doubles with every step", () => {
    const double = () => {
      let filter = a;
      for (let i = 0; i < 100; i++) filter = filter.and(filter);
    };
    expect(issuesOf(double)).toEqual(TOO_LARGE);
  });

  it.each(["$not", "$and", "$or", "$nor"])("refuses JSON of %s nested 100,000 deep", (operator) => {
    let json: unknown = A;
    for (let i = 0; i < times; i++) json = { [operator]: operator === "$not" ? json : [json] };
    const tooDeep = "must be nested at most 500 deep, got more";
    expect(issuesOf(() => new FilterExpression(loose(json)))).toEqual({ filter: tooDeep });
    expect(issuesOf(() => a.or(loose(json)))).toEqual({ "or[0]": tooDeep });
  });
});
