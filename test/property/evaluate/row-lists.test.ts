import fc from "fast-check";
import { expect, it } from "vitest";
import { dryRun } from "wandb-automations/evaluate";
import { ROW_LISTS } from "../../../src/history/row-stream.js";
import { metricSpec } from "./arbitraries.js";
import { compiledMetric, withLimit } from "./compiled-metric.js";

const run = { id: "a" };
const row = fc.record(
  {
    // Repeated, going back, broken and missing ones among them.
    _step: fc.oneof({ weight: 9, arbitrary: fc.nat(30) }, fc.constantFrom<unknown>(1.5, "3", undefined)),
    loss: fc.constantFrom<unknown>(0, 1, 2, 5, Number.NaN, "Infinity", null),
    "other/loss": fc.nat(3),
  },
  { requiredKeys: ["_step"] },
);

it("comes to the same with rows in lists, however they are cut, as with rows one by one", async () => {
  await fc.assert(
    fc.asyncProperty(
      metricSpec(4),
      fc.array(row, { maxLength: 40 }),
      fc.array(fc.nat(40), { maxLength: 5 }),
      fc.boolean(),
      async (shape, given, cuts, sorted) => {
        const rows = (sorted ? given.toSorted((a, b) => Number(a._step) - Number(b._step)) : given) as {
          _step: number;
        }[];
        const automation = compiledMetric(withLimit(shape, 1));
        const places = [0, ...cuts.toSorted((a, b) => a - b), rows.length];
        const lists = {
          *[ROW_LISTS]() {
            for (const [i, from] of places.slice(0, -1).entries()) yield rows.slice(from, places[i + 1]!);
          },
          [Symbol.iterator](): Generator<never> {
            throw new Error("the lists are there to be used");
          },
        };
        function* single() {
          yield* rows;
        }
        const options = { collect: "satisfied" } as const;
        const expected = await dryRun(automation, { run, rows: { [Symbol.iterator]: single } }, options);
        const found = await dryRun(automation, { run, rows: lists }, options);
        expect(found.toJSON()).toEqual(expected.toJSON());
      },
    ),
  );
});
