import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { toCondition } from "../../../src/evaluate/window/condition.js";
import type { createKernel } from "../../../src/evaluate/window/create-kernel.js";
import { measure } from "../../../src/evaluate/window/measure.js";
import { BlockScan } from "../../../src/evaluate/window/scan/block-scan.js";
import { scanEngine } from "../../../src/evaluate/window/scan/scan-engine.js";
import { metricSpec } from "./arbitraries.js";
import { withLimit } from "./compiled-metric.js";
import { judged, measured } from "./judged.js";

/** What metrics look like, and what breaks sums: sizes that overflow or vanish, small changes of large numbers. */
const KINDS = ["noise", "falling", "steps", "huge", "tiny", "offset"] as const;

const histories = fc.record({
  kind: fc.constantFrom(...KINDS),
  seed: fc.nat(2 ** 31 - 1),
  length: fc.integer({ min: 300, max: 6000 }),
  /** Places, as a share of the length, and what stands there instead. */
  odd: fc.array(
    fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(Number.NaN, 1 / 0, -1 / 0, 1e17, 0)),
    { maxLength: 3 },
  ),
});
type History = typeof histories extends fc.Arbitrary<infer T> ? T : never;

function valuesOf({ kind, seed, length, odd }: History): Float64Array {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const make: Record<History["kind"], (i: number) => number> = {
    noise: () => random() - 0.3,
    falling: (i) => 3 / (1 + i / 500) + random() * 0.01,
    steps: () => Math.floor(random() * 4) / 4,
    huge: () => (random() - 0.5) * 1e308,
    tiny: () => random() * 1e-310,
    offset: () => 1e12 + random(),
  };
  const values = Float64Array.from({ length }, (_, i) => make[kind](i));
  for (const [place, value] of odd) values[Math.min(length - 1, Math.floor(place * length))] = value;
  return values;
}

/** A limit close to what is measured somewhere in the history, so that many values are on either side. */
function conditionAt(
  shape: Parameters<typeof withLimit>[0],
  values: Float64Array,
  place: number,
  ulps: number,
) {
  const probe = toCondition(withLimit(shape, 0));
  const at = Math.max(probe.needed - 1, Math.floor(place * (values.length - 1)));
  const { compared } = measure(probe, values, at, at + 1);
  return toCondition(withLimit(shape, Number.isFinite(compared) ? compared * (1 + ulps * 2 ** -52) : 0.4));
}

const cases = [
  metricSpec(90),
  histories,
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0, 0, 1, -1, 1e6),
  fc.constantFrom(777, 4096, 10_000),
  fc.boolean(),
] as const;

describe("scans", () => {
  let withoutWebAssembly: typeof createKernel;
  const advance = vi.spyOn(BlockScan.prototype, "advance");

  beforeAll(async () => {
    vi.stubGlobal("WebAssembly", undefined);
    vi.resetModules();
    const scan = await import("../../../src/evaluate/window/scan/scan-engine.js");
    expect(scan.scanEngine()).toBeUndefined();
    withoutWebAssembly = (await import("../../../src/evaluate/window/create-kernel.js")).createKernel;
    vi.unstubAllGlobals();
  });
  afterAll(() => void vi.restoreAllMocks());

  it("come to the verdict of the exact measurement at every value", () => {
    advance.mockClear();
    fc.assert(
      fc.property(...cases, (shape, history, place, ulps, piece, closest) => {
        const values = valuesOf(history);
        const condition = conditionAt(shape, values, place, ulps);
        const found = judged(condition, values, { partial: false, piece, closest });
        expect(found).toMatchObject(measured(condition, values, condition.needed));
      }),
      { numRuns: 100 },
    );
    expect(scanEngine()).toBeDefined();
    const sure = advance.mock.results.filter(({ value }) => value > 0);
    expect(sure.length).toBeGreaterThan(30);
  });

  it("come to what kernels find without WebAssembly, the closest miss included", () => {
    fc.assert(
      fc.property(...cases, fc.boolean(), (shape, history, place, ulps, piece, closest, partial) => {
        const values = valuesOf(history);
        const condition = conditionAt(shape, values, place, ulps);
        const options = { partial, piece, closest };
        const slow = judged(condition, values, { ...options, create: withoutWebAssembly });
        const fast = judged(condition, values, options);
        expect({ ...fast, closestAt: undefined }).toEqual({ ...slow, closestAt: undefined });
        expect(fast.closestAt >= 0).toBe(slow.closestAt >= 0);
        expect(closest || fast.closestAt === -1).toBe(true);
        if (slow.closestAt < 0) return;
        const gap = (at: number) =>
          Math.abs(measure(condition, values, at, at + 1).compared - condition.limit);
        const nearest = gap(slow.closestAt);
        // Of two that are as close but for rounding either may be named.
        expect(Math.abs(gap(fast.closestAt) - nearest)).toBeLessThanOrEqual(1e-9 * Math.max(1, nearest));
      }),
      { numRuns: 100 },
    );
  });
});
