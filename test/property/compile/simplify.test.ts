import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simplifyFilter } from "wandb-automations";
import { wrapArtifactFilter, wrapRunFilter } from "../../../src/compile/simplify-filter.js";
import { filters } from "../model/arbitraries.js";
import { atomsOf, isTrue, worldsOf } from "./truth.js";

describe("simplifying", () => {
  it("changes the truth of no filter in any world", () => {
    fc.assert(
      fc.property(filters, ({ json }) => {
        const atoms = atomsOf(json);
        fc.pre(atoms.size <= 10);
        for (const world of worldsOf(atoms)) {
          const truth = isTrue(json, world);
          for (const form of [simplifyFilter(json), wrapRunFilter(json), wrapArtifactFilter(json)]) {
            expect(isTrue(form, world)).toBe(truth);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it("asks nothing new", () => {
    fc.assert(
      fc.property(filters, ({ json }) => {
        const asked = atomsOf(json);
        for (const atom of atomsOf(simplifyFilter(json))) expect(asked).toContain(atom);
      }),
    );
  });

  it("has nothing left to do the second time", () => {
    fc.assert(
      fc.property(filters, ({ json }) => {
        const simple = JSON.stringify(simplifyFilter(json));
        expect(JSON.stringify(simplifyFilter(JSON.parse(simple)))).toBe(simple);
        const run = JSON.stringify(wrapRunFilter(json));
        expect(JSON.stringify(wrapRunFilter(JSON.parse(run)))).toBe(run);
        const artifact = JSON.stringify(wrapArtifactFilter(json));
        expect(JSON.stringify(wrapArtifactFilter(JSON.parse(artifact)))).toBe(artifact);
      }),
      { numRuns: 500 },
    );
  });

  it("leaves what it was given as it was", () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const before = `${filter}`;
        simplifyFilter(filter);
        expect(`${filter}`).toBe(before);
      }),
    );
  });
});
