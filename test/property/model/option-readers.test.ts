import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import {
  BrokenRule,
  count,
  flag,
  instance,
  nullish,
  number,
  optional,
  positive,
  type ReadOption,
  someText,
  text,
  word,
} from "../../../src/model/option-readers.js";

const RULE = "must be right";
const isDate = (value: unknown): value is Date => value instanceof Date;
const isShort = (value: string) => value.length <= 3;
const meaning = (given: string) => (given.trim().toLowerCase() === "avg" ? "average" : undefined);

/** Each reader, and the same rule written for zod, whose verdicts and codes the issues have always had. */
const PAIRS: Readonly<Record<string, readonly [ReadOption<unknown>, z.ZodMiniType]>> = {
  text: [text(RULE), z.string(RULE)],
  "text with a rule": [
    text(RULE, (value) => (isShort(value) ? undefined : "custom")),
    z.string(RULE).check(z.refine(isShort, RULE)),
  ],
  someText: [someText(RULE), z.string(RULE).check(z.minLength(1, RULE))],
  word: [
    word(RULE, meaning),
    z.pipe(
      z.string(RULE).check(z.refine((given) => meaning(given) !== undefined, RULE)),
      z.transform((given: string) => meaning(given)),
    ),
  ],
  flag: [flag(RULE), z.boolean(RULE)],
  number: [number(RULE), z.number(RULE)],
  positive: [positive(RULE), z.number(RULE).check(z.positive(RULE))],
  count: [count(RULE), z.int(RULE).check(z.positive(RULE))],
  instance: [instance(isDate, RULE), z.custom(isDate, RULE)],
  optional: [optional(number(RULE)), z.optional(z.number(RULE))],
  nullish: [nullish(someText(RULE)), z.nullish(z.string(RULE).check(z.minLength(1, RULE)))],
};

const value = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true }),
  fc.constantFrom<unknown>(undefined, null, true, "", "avg", " AVG ", "abc", "abcd"),
  fc.constantFrom<unknown>(0, -0, 1, -1, 0.5, Number.NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 5e-324),
  fc.double(),
  fc.integer(),
  fc.string(),
);

describe("option readers", () => {
  it.each(Object.entries(PAIRS))("%s takes and refuses what zod's rule does", (_name, [read, schema]) => {
    fc.assert(
      fc.property(value, (given) => {
        const ours = read(given);
        const theirs = schema.safeParse(given);
        const issue = theirs.error?.issues.at(0);
        if (ours instanceof BrokenRule) {
          expect(issue).toMatchObject({ code: ours.code, message: ours.rule });
        } else {
          expect(theirs).toEqual({ success: true, data: ours });
        }
      }),
      { numRuns: 300 },
    );
  });
});
