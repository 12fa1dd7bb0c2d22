import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verdictToHtml } from "../../../src/evaluate/picture/verdict-html.js";
import { verdictToSvg } from "../../../src/evaluate/picture/verdict-svg.js";
import { verdictToText } from "../../../src/evaluate/picture/verdict-text.js";
import type { MetricSpec } from "../../../src/wire/event-filter.js";
import { elementsOf, pictureOf } from "../../unit/evaluate/picture/picture-of.js";

const value = fc.oneof(
  { weight: 4, arbitrary: fc.double({ noDefaultInfinity: true, noNaN: true }) },
  { weight: 2, arbitrary: fc.integer({ min: -5, max: 5 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
);
const text = fc.string({ unit: "binary", maxLength: 40 });
const runs = fc.array(
  fc.record({ name: text, values: fc.array(value, { maxLength: 30 }), series: fc.boolean() }),
  { maxLength: 6 },
);
const window = fc.integer({ min: 1, max: 6 });
const agg = fc.constantFrom("AVERAGE" as const, "MAX" as const, "MIN" as const, "SUM" as const, null);
const direction = fc.constantFrom("INCREASE" as const, "DECREASE" as const, "ANY" as const);
const metric: fc.Arbitrary<MetricSpec> = fc.oneof(
  fc.record({
    kind: fc.constant("threshold" as const),
    name: text,
    agg,
    window,
    cmp: fc.constantFrom("$gt", "$gte", "$lt", "$lte", "$eq", "$ne"),
    threshold: fc.double({ noDefaultInfinity: true, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant("change" as const),
    name: text,
    agg,
    window,
    priorWindow: window,
    changeType: fc.constantFrom("ABSOLUTE" as const, "RELATIVE" as const),
    changeDir: direction,
    amount: fc.double({ min: 0, noDefaultInfinity: true, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant("zscore" as const),
    name: text,
    window,
    threshold: fc.double({ min: 0, max: 10, noNaN: true }),
    changeDir: direction,
  }),
);
/** Runs of one name would be one run. */
const distinct = (given: readonly { readonly name: string }[]) =>
  new Set(given.map(({ name }) => name)).size === given.length;

describe("pictures of any verdict", () => {
  it("are well-formed, and place everything at a number", () => {
    fc.assert(
      fc.property(metric, runs.filter(distinct), text, (spec, given, name) => {
        const data = pictureOf(spec, given, name);
        for (const { name: tag, attributes } of elementsOf(verdictToSvg(data, { maxRuns: 3 }))) {
          for (const [key, one] of Object.entries(attributes)) {
            if (!["id", "aria-labelledby", "class"].includes(key)) {
              expect(`${tag} ${key}=${one}`).not.toMatch(/NaN|Infinity|undefined|null/);
            }
          }
        }
        const page = verdictToHtml(data);
        elementsOf(page.slice(page.indexOf("<svg"), page.indexOf("</svg>") + 6) || "<svg/>");
      }),
      { numRuns: 150 },
    );
  });

  it("keep to the width of the terminal and send it no commands", () => {
    fc.assert(
      fc.property(
        metric,
        runs.filter(distinct),
        text,
        fc.integer({ min: 40, max: 120 }),
        (spec, given, name, width) => {
          for (const line of verdictToText(pictureOf(spec, given, name), { width }).split("\n")) {
            expect(line).not.toMatch(/\p{Cc}/u);
            if (!line.includes(" ")) continue;
            expect([...line].length).toBeLessThanOrEqual(
              Math.max(width, ...line.split(" ").map((word) => word.length + 2)),
            );
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
