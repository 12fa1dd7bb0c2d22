import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileFilter } from "../../../src/evaluate/filter/compile-filter.js";
import { matches } from "../../../src/evaluate/filter/filter-program.js";
import { MISSING } from "../../../src/evaluate/filter/filter-value.js";
import { compileRegex } from "../../../src/evaluate/filter/regex.js";
import { filterTruth } from "../../../src/lint/proof/filter-truth.js";
import { regexFacts } from "../../../src/lint/proof/literal-regex.js";

/** Few letters and numbers, so that tests and values meet. */
const word = fc.string({ unit: fc.constantFrom("a", "b", "🚀"), maxLength: 3 });
const number = fc.constantFrom(-1, 0, 0.5, 1, 2, 2 ** 53);
const scalar = fc.oneof(word, number, fc.boolean(), fc.constant(null));
const list = fc.array(scalar, { maxLength: 3 });
const pattern = fc
  .array(
    fc.constantFrom(
      "a",
      "b",
      "^",
      "$",
      ".",
      "a*",
      "b?",
      "a+",
      "[ab]",
      "[^a]",
      "a{0,2}",
      "\\.",
      "\\x61?",
      "\\pL?",
      "a|b",
      "(a)?",
      "\\b",
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(""));

const condition = fc.oneof(
  fc.record({ $eq: fc.oneof(scalar, list) }),
  fc.record({ $ne: fc.oneof(scalar, list) }),
  fc.constantFrom("$lt", "$lte", "$gt", "$gte").chain((name) => scalar.map((value) => ({ [name]: value }))),
  fc.record({ $in: list }),
  fc.record({ $nin: list }),
  fc.record({ $all: list }),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $regex: pattern }),
  fc.record({ $contains: word }),
  fc.record({ $size: fc.integer({ min: 0, max: 3 }) }),
);
// A text, a list or a text, anything.
const field = fc.constantFrom("display_name", "alias", "config.x");
const { filter } = fc.letrec<{ filter: object }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.tuple(field, condition).map(([name, test]) => ({ [name]: test })),
    fc
      .tuple(fc.constantFrom("$and", "$or", "$nor"), fc.array(tie("filter"), { maxLength: 4 }))
      .map(([name, inner]) => ({ [name]: inner })),
    tie("filter").map((inner) => ({ $not: inner })),
  ),
}));

const text = fc.oneof(fc.constant(MISSING), scalar, fc.constant("ab.a"), fc.constant(Number.NaN));
const anything = fc.oneof(
  text,
  list,
  fc.array(list, { maxLength: 2 }),
  fc.constant({ a: 1 }),
  fc.constant(2n ** 53n + 1n),
);
const record = fc.record({ display_name: text, alias: anything, "config.x": anything });

describe("filterTruth", () => {
  it("says never and always only of filters of which the evaluator says so too", () => {
    let proved = 0;
    fc.assert(
      fc.property(filter, fc.array(record, { minLength: 20, maxLength: 20 }), (json, records) => {
        const truth = filterTruth(json);
        if (truth === "unproved") return;
        proved++;
        const program = compileFilter(json);
        for (const values of records) {
          const read = (name: string) => values[name as keyof typeof values];
          expect(matches(program, read)).toBe(truth === "always");
        }
      }),
      { numRuns: 5000 },
    );
    // A prover that never proves anything would pass.
    expect(proved).toBeGreaterThan(500);
  });
});

describe("regexFacts", () => {
  it("says nothing of a pattern that isn't so", () => {
    fc.assert(
      fc.property(
        pattern,
        fc.array(fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 5 })),
        (source, texts) => {
          const { prefix = "", suffix = "", contained, whole, never } = regexFacts(source);
          const test = compileRegex(source);
          for (const one of texts) {
            const matched = test(one);
            if (matched)
              expect([one.startsWith(prefix), one.endsWith(suffix), never ?? false]).toEqual([
                true,
                true,
                false,
              ]);
            if (contained !== undefined) expect(matched).toBe(one.includes(contained));
            if (whole !== undefined) expect(matched).toBe(one === whole);
          }
        },
      ),
      { numRuns: 5000 },
    );
  });
});
