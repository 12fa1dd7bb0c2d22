import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meets, toCondition } from "../../../src/evaluate/window/condition.js";
import { createKernel, leastValues } from "../../../src/evaluate/window/create-kernel.js";
import { measure } from "../../../src/evaluate/window/measure.js";
import { metricSpec, metricValues } from "./arbitraries.js";
import { withLimit } from "./compiled-metric.js";

/** The places at which the condition holds, each measured by itself. */
function measured(condition: ReturnType<typeof toCondition>, values: Float64Array, least: number) {
  const { comparison, limit } = condition;
  let nans = 0;
  const held: number[] = [];
  for (let at = least - 1; at < values.length; at++) {
    const { compared } = measure(condition, values, at, at + 1);
    if (meets(compared, comparison, limit)) held.push(at);
    else if (Number.isNaN(compared)) nans++;
  }
  return { held, nans };
}

/** The same by the kernel, which is given the values in pieces and no more of the past than it is promised. */
function judged(
  condition: ReturnType<typeof toCondition>,
  values: Float64Array,
  partial: boolean,
  piece: number,
) {
  const kernel = createKernel(condition, partial);
  const marks = new Uint8Array(piece).fill(7);
  const held: number[] = [];
  for (let from = 0; from < values.length; from += piece) {
    const to = Math.min(values.length, from + piece);
    const origin = Math.max(0, from - condition.needed);
    const count = kernel.advance(values.slice(origin, to), origin, from - origin, to - origin, marks);
    const found =
      count === 0 ? [] : Array.from(marks.subarray(0, to - from), (mark, k) => (mark ? from + k : -1));
    held.push(...found.filter((at) => at >= 0));
  }
  return { held, nans: kernel.nans };
}

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
        (shape, list, partial, piece, pick, ulps) => {
          const values = Float64Array.from(list);
          const at = pick % values.length;
          const probe = toCondition(withLimit(shape, 0));
          const least = leastValues(probe, partial);
          const limit = at + 1 < least ? 0.1 : measure(probe, values, at, at + 1).compared;
          const near = Number.isFinite(limit) ? limit * (1 + ulps * 2 ** -52) : 2.3;
          const condition = toCondition(withLimit(shape, near));
          expect(judged(condition, values, partial, piece)).toEqual(measured(condition, values, least));
        },
      ),
      { numRuns: 120 },
    );
  });
});
