import { describe, expect, it } from "vitest";
import {
  ArtifactEvent,
  FilterExpression,
  type FilterInput,
  RunEvent,
  simplifyFilter,
} from "wandb-automations";
import { wrapArtifactFilter, wrapRunFilter } from "../../../src/compile/simplify-filter.js";
import { issuesOf, loose } from "../model/issues-of.js";

const A = { a: { $eq: 1 } };
const B = { b: { $eq: 2 } };
const C = { c: { $eq: 3 } };

describe("simplifyFilter", () => {
  it.each<[string, FilterInput, unknown]>([
    ["flattens $and", { $and: [A, { $and: [B, { $and: [C] }] }] }, { $and: [A, B, C] }],
    ["flattens $or", { $or: [{ $or: [A, B] }, C] }, { $or: [A, B, C] }],
    ["doesn't flatten $or into $and", { $and: [{ $or: [A, B] }, C] }, { $and: [{ $or: [A, B] }, C] }],
    ["unwraps a single operand", { $and: [{ $or: [A] }] }, A],
    ["drops what is nested and empty", { $and: [{ $and: [] }, A] }, A],
    ["keeps what is empty", { $or: [] }, { $or: [] }],
    ["keeps an empty one of the other kind", { $and: [{ $or: [] }, A] }, { $and: [{ $or: [] }, A] }],
    ["removes double negation", { $not: { $not: A } }, A],
    ["keeps a negated field", { $not: A }, { $not: A }],
    ["turns $not of $or into $nor", { $not: { $or: [A, B] } }, { $nor: [A, B] }],
    ["turns $not of $nor into $or", { $not: { $nor: [A, B] } }, { $or: [A, B] }],
    ["keeps $not of $and", { $not: { $and: [A, B] } }, { $not: { $and: [A, B] } }],
    [
      "keeps an $or in a $nor, as Python does",
      { $not: { $or: [{ $or: [A, B] }, C] } },
      { $nor: [{ $or: [A, B] }, C] },
    ],
    ["goes on until nothing is left to do", { $and: [{ $or: [{ $and: [A, B] }] }, C] }, { $and: [A, B, C] }],
    ["splits several fields", { a: 1, b: 2 }, { $and: [A, B] }],
    ["splits fields next to operators", { a: 1, $or: [B, C] }, { $and: [A, { $or: [B, C] }] }],
    ["splits fields inside", { $or: [{ a: 1, b: 2 }, C] }, { $or: [{ $and: [A, B] }, C] }],
    ["makes bare operands equalities", { a: ["x", null] }, { a: { $eq: ["x", null] } }],
    ["keeps {}", {}, {}],
    ["keeps operands of fields", { a: { $gte: 1, $lt: 5 } }, { a: { $gte: 1, $lt: 5 } }],
    ["keeps what is below a field", { a: { $not: { $not: 1 } } }, { a: { $not: { $not: 1 } } }],
    ["keeps unknown operators", { $near: [{ $and: [A] }] }, { $near: [{ $and: [A] }] }],
    [
      "keeps unknown operators inside",
      { $not: { $near: { $and: [A] } } },
      { $not: { $near: { $and: [A] } } },
    ],
    [
      "keeps __proto__",
      JSON.parse('{"__proto__":1,"b":2}'),
      JSON.parse('{"$and":[{"__proto__":{"$eq":1}},{"b":{"$eq":2}}]}'),
    ],
  ])("%s", (_, filter, simple) => {
    expect(JSON.stringify(simplifyFilter(filter))).toBe(JSON.stringify(simple));
  });

  it.each<[string, FilterInput, unknown]>([
    ["a $nor of one stays a negation", { $nor: [A] }, { $not: A }],
    ["and so inside", { $and: [{ $nor: [A] }, B] }, { $and: [{ $not: A }, B] }],
    ["and when it comes of a $not", { $not: { $or: [A] } }, { $not: A }],
    ["a $nor of one $or becomes a $nor of its operands", { $nor: [{ $or: [A, B] }] }, { $nor: [A, B] }],
    ["a $nor of one $nor becomes an $or", { $nor: [{ $nor: [A, B] }] }, { $or: [A, B] }],
    ["nested $nors stay nested", { $nor: [{ $nor: [A, B] }, C] }, { $nor: [{ $nor: [A, B] }, C] }],
    ["an empty $nor stays", { $nor: [] }, { $nor: [] }],
  ])("keeps what a filter means where Python doesn't: %s", (_, filter, simple) => {
    expect(simplifyFilter(filter)).toEqual(simple);
  });

  it("takes an expression", () => {
    expect(simplifyFilter(RunEvent.name.eq("x").not().not())).toEqual({ display_name: { $eq: "x" } });
  });

  it("handles the deepest and the widest filters there may be", () => {
    let deep = ArtifactEvent.alias.eq("a");
    for (let i = 0; i < 160; i++) deep = deep.not().and(ArtifactEvent.tag.eq("b"));
    expect(simplifyFilter(deep)).toHaveProperty("$and");
    let wide = ArtifactEvent.alias.eq("a");
    for (let i = 0; i < 30_000; i++) wide = wide.or(ArtifactEvent.tag.eq("b"));
    expect(simplifyFilter(wide).$or).toHaveLength(30_001);
  });

  it.each([
    ["too deep", () => Array.from({ length: 100_000 }).reduce((inner) => ({ $not: inner }), A)],
    ["no filter", () => 5],
    ["malformed", () => ({ $and: 5 })],
  ])("refuses what is %s", (_, make) => {
    expect(Object.keys(issuesOf(() => simplifyFilter(loose(make()))))[0]).toMatch(/^filter/);
  });
});

describe("the form that events need", () => {
  it("has a $and outermost for runs", () => {
    expect(wrapRunFilter({ a: 1 })).toEqual({ $and: [A] });
    expect(wrapRunFilter({ $and: [A, B] })).toEqual({ $and: [A, B] });
    expect(wrapRunFilter({ $or: [A, B] })).toEqual({ $and: [{ $or: [A, B] }] });
    expect(wrapRunFilter({})).toEqual({ $and: [{}] });
  });

  it("has a $or of a $and outermost for artifacts", () => {
    expect(wrapArtifactFilter(new FilterExpression({ $and: [] }))).toEqual({ $or: [{ $and: [] }] });
    expect(wrapArtifactFilter({ a: 1 })).toEqual({ $or: [{ $and: [A] }] });
    expect(wrapArtifactFilter({ $or: [A, B] })).toEqual({ $or: [{ $and: [{ $or: [A, B] }] }] });
    expect(wrapArtifactFilter({ $not: { $or: [A, B] } })).toEqual({ $or: [{ $and: [{ $nor: [A, B] }] }] });
  });
});
