import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArtifactEvent, and, nor, not, or, RunEvent } from "wandb-automations";
import { filterInWords } from "../../../../src/cli/remote/filter-words.js";
import type { FilterJson } from "../../../../src/wire/json.js";

const name = RunEvent.name;
const lr = RunEvent.field("config.lr");

describe("filterInWords", () => {
  it.each([
    [name.contains("prod").json, 'display_name contains "prod"'],
    [and(name.eq("a"), lr.gt(0.1)).json, 'display_name is "a" and config.lr > 0.1'],
    [
      and(or(name.eq("a"), name.eq("b")), lr.lte(1)).json,
      '(display_name is "a" or display_name is "b") and config.lr <= 1',
    ],
    [
      or(and(name.eq("a"), lr.gt(1)), name.ne("b")).json,
      '(display_name is "a" and config.lr > 1) or display_name is not "b"',
    ],
    [not(name.eq("a")).json, 'not (display_name is "a")'],
    [nor(name.eq("a"), name.eq("b")).json, 'not (display_name is "a" or display_name is "b")'],
    [ArtifactEvent.alias.in(["a", "b"]).json, 'alias is one of "a", "b"'],
    [{ "config.lr": { $gte: 1, $lt: 2 } }, "config.lr >= 1 and config.lr < 2"],
    [
      { $or: [{ "config.lr": { $gte: 1, $lt: 2 } }, { state: "failed" }] },
      '(config.lr >= 1 and config.lr < 2) or state is "failed"',
    ],
    [{ $or: [{ a: 1, b: 2 }, { c: 3 }] }, "(a is 1 and b is 2) or c is 3"],
    [{ a: { $exists: false } }, "a isn't set"],
    [{ a: { $not: { $gt: 1 } } }, "not (a > 1)"],
    [{ a: { $weird: 1 } }, "a $weird 1"],
    [{ $and: [] }, undefined],
    [{ $or: [{ $and: [] }] }, undefined],
    [{ $or: [{ $and: [] }, { a: 1 }] }, undefined],
    [{ $or: [] }, "never"],
    [{ $nor: [] }, undefined],
    [{ $nor: [{ $and: [] }] }, "never"],
    [{ $and: [{ $or: [] }, { a: 1 }] }, "never and a is 1"],
  ] as [FilterJson, string | undefined][])("%j", (filter, words) => {
    expect(filterInWords(filter)).toBe(words);
  });

  it("says something of whatever a server may hold", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("$and", "$or", "$not", "a", "$nor"), fc.jsonValue()),
        (filter) => {
          const words = filterInWords(filter as FilterJson);
          expect(words === undefined || words.length > 0).toBe(true);
        },
      ),
    );
  });
});
