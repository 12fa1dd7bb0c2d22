import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dryRun, type Firing, type Outcome } from "wandb-automations/evaluate";
import { BatchSession } from "../../../src/evaluate/batch-session.js";
import { planEvent } from "../../../src/evaluate/event-plan.js";
import { byStrictness } from "../../../src/evaluate/sweep/by-strictness.js";
import { toCondition } from "../../../src/evaluate/window/condition.js";
import { measure } from "../../../src/evaluate/window/measure.js";
import { metricSpec, metricValues } from "./arbitraries.js";
import { compiledMetric, withLimit } from "./compiled-metric.js";

/** Long calms, in which strict conditions don't hold, with something between that may satisfy them. */
const history = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 7000 }), metricValues({ minLength: 1, maxLength: 60 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) =>
    parts.flatMap(([calm, burst]) => [...Array.from({ length: calm }, (_, i) => (i % 5) / 64), ...burst]),
  );

const CMPS = ["$gt", "$gte", "$lt", "$lte", "$eq", "$ne"] as const;
const shown = ({ automation, run, step }: Firing) => `${automation.index} ${run?.id} ${step}`;

describe("conditions that are judged where laxer ones hold", () => {
  it.each([
    ["any history", { numRuns: 25 }],
    ["a long window that was passed over for a moment", { seed: 704483101, path: "64", numRuns: 1 }],
  ])("hold and fire as each does by itself: %s", async (_, runs) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(metricSpec(30), { minLength: 1, maxLength: 2 }),
        fc.option(fc.integer({ min: 1000, max: 5000 }), { freq: 2 }),
        history,
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 0, 1, -1), fc.constantFrom(...CMPS)), {
          minLength: 2,
          maxLength: 8,
        }),
        fc.boolean(),
        async (shapes, longWindow, values, picks, partial) => {
          const automations = picks.map(([pick, ulps, cmp]) => {
            const shape = { ...shapes[pick % shapes.length]! };
            const long = longWindow === null ? shape : { ...shape, window: longWindow };
            const spec = long.kind === "threshold" ? { ...long, cmp } : long;
            const condition = toCondition(withLimit(spec, 0));
            const at = pick % values.length;
            const limit = at + 1 < condition.needed ? 0.05 : measure(condition, values, at, at + 1).compared;
            return compiledMetric(
              withLimit(spec, Number.isFinite(limit) ? limit * (1 + ulps * 2 ** -52) : 1),
            );
          });
          const rows = values.map((loss, i) => ({ _step: i, _timestamp: i * 20, loss }));
          const options = { partialWindows: partial ? "evaluate" : "wait" } as const;
          const alone = await dryRun(automations, { run: { id: "r" }, rows }, options);

          const firings: Firing[] = [];
          const outcomes: Outcome[] = [];
          const session = new BatchSession(byStrictness(automations.map(planEvent)), options, {
            firing: (firing) => firings.push(firing),
            outcome: (outcome) => outcomes.push(outcome),
          });
          await session.run({ run: { id: "r" }, rows });
          session.verdict();
          expect(firings.map(shown).sort()).toEqual(alone.firings.map(shown).sort());
          outcomes.sort((a, b) => a.automation.index - b.automation.index);
          const counts = (list: readonly Outcome[]) =>
            list.map((one) => one.kind === "run" && [one.satisfied, one.evaluated, one.firings]);
          expect(counts(outcomes)).toEqual(counts(alone.outcomes));
        },
      ),
      // Nobody would wait for so many values to be shrunk.
      { ...runs, endOnFailure: true },
    );
  });
});
