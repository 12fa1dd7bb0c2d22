import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCondition } from "../../../src/evaluate/window/condition.js";
import { leastValues } from "../../../src/evaluate/window/create-kernel.js";
import { measure } from "../../../src/evaluate/window/measure.js";
import { metricSpec, metricValues } from "./arbitraries.js";
import { withLimit } from "./compiled-metric.js";
import { judged, measured } from "./judged.js";

describe("kernels", () => {
  it("come to the verdict of the exact measurement at every value, however the values come", () => {
    fc.assert(
      fc.property(
        metricSpec(40),
        metricValues({ minLength: 1, maxLength: 1600 }),
        fc.boolean(),
        fc.constantFrom(1, 7, 64, 1024, 5000),
        fc.nat(),
        fc.constantFrom(0, 0, 0, 1, -1),
        fc.boolean(),
        (shape, list, partial, piece, pick, ulps, closest) => {
          const values = Float64Array.from(list);
          const at = pick % values.length;
          const probe = toCondition(withLimit(shape, 0));
          const least = leastValues(probe, partial);
          const limit = at + 1 < least ? 0.1 : measure(probe, values, at, at + 1).compared;
          const near = Number.isFinite(limit) ? limit * (1 + ulps * 2 ** -52) : 2.3;
          const condition = toCondition(withLimit(shape, near));
          const found = judged(condition, values, { partial, piece, closest });
          expect(found).toMatchObject(measured(condition, values, least));
        },
      ),
      { numRuns: 120 },
    );
  });
});
