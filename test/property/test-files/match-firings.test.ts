import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Firing } from "../../../src/evaluate/verdict/firing.js";
import { matchFirings } from "../../../src/test-files/match-firings.js";
import type { ExpectedFiring } from "../../../src/test-files/tests-definition.js";

const runs = fc.constantFrom("a", "b");
const steps = fc.integer({ min: 0, max: 2 });
const firing = fc.record({ id: runs, step: steps }).map(
  ({ id, step }): Firing => ({
    kind: "state",
    automation: { index: 0 },
    run: { id },
    step,
    state: "failed",
    reason: "",
  }),
);
const expected: fc.Arbitrary<ExpectedFiring> = fc.record(
  { run: runs, step: steps, times: fc.integer({ min: 1, max: 2 }) },
  { requiredKeys: [] },
);

/** The most firings that can be given to expectations, by trying everything. */
function most(firings: readonly Firing[], slots: readonly ExpectedFiring[]): number {
  const [first, ...rest] = firings;
  if (first === undefined) return 0;
  const fits = slots.flatMap(({ run, step }, i) =>
    (run === undefined || run === first.run?.id) && (step === undefined || step === first.step) ? [i] : [],
  );
  const taken = fits.map((i) => 1 + most(rest, [...slots.slice(0, i), ...slots.slice(i + 1)]));
  return Math.max(most(rest, slots), ...taken);
}

describe("matchFirings", () => {
  it("meets as many expectations as can be met, and takes each firing once", () => {
    fc.assert(
      fc.property(
        fc.array(firing, { maxLength: 5 }),
        fc.array(expected, { maxLength: 3 }),
        (firings, expectations) => {
          const match = matchFirings(firings, expectations, 0, () => ({ json: {} }));
          const found = match.expectations.flatMap((one) => one.found);
          const slots = expectations.flatMap((one) => Array<ExpectedFiring>(one.times ?? 1).fill(one));
          expect(found).toHaveLength(most(firings, slots));
          expect(new Set([...found, ...match.unexpected]).size).toBe(firings.length);
          for (const { expected: one, found: some, missing } of match.expectations) {
            expect(some.length + missing).toBe(one.times ?? 1);
            for (const { run, step } of some) {
              expect([one.run ?? run?.id, one.step ?? step]).toEqual([run?.id, step]);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
