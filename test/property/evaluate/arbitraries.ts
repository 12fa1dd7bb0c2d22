import fc from "fast-check";
import type { MetricSpec } from "wandb-automations/evaluate";

const AGGREGATIONS = ["AVERAGE", "SUM", "AVERAGE", "SUM", "MAX", "MIN", null] as const;
const DIRECTIONS = ["INCREASE", "DECREASE", "ANY"] as const;

/** A metric condition with windows of up to `longest`; its limit is set from the data. */
export function metricSpec(longest: number): fc.Arbitrary<MetricSpec> {
  const window = fc.integer({ min: 1, max: longest });
  const name = fc.constant("loss");
  const agg = fc.constantFrom(...AGGREGATIONS);
  const changeDir = fc.constantFrom(...DIRECTIONS);
  return fc.oneof(
    fc.record({
      kind: fc.constant("threshold" as const),
      name,
      agg,
      window,
      cmp: fc.constantFrom("$gt", "$gte", "$lt", "$lte", "$eq", "$ne"),
      threshold: fc.constant(0),
    }),
    fc.record({
      kind: fc.constant("change" as const),
      name,
      agg,
      window,
      priorWindow: window,
      changeType: fc.constantFrom("ABSOLUTE", "RELATIVE"),
      changeDir,
      amount: fc.constant(0),
    }),
    fc.record({ kind: fc.constant("zscore" as const), name, window, threshold: fc.constant(0), changeDir }),
  );
}

/** Values that break evaluators: what swallows its neighbours, what isn't finite, what is next to nothing. */
const nasty = fc.constantFrom(
  1e17,
  -1e17,
  3e16,
  1e308,
  -1e308,
  5e-324,
  1e-300,
  0,
  -0,
  NaN,
  Infinity,
  -Infinity,
);

/** What training runs log: noise around a mean, quantized metrics, metrics that are stuck; and anything. */
const ordinary = [
  fc.double({ min: 2.29, max: 2.31, noNaN: true }),
  fc.integer({ min: -32, max: 32 }).map((n) => n / 64),
  fc.constantFrom(0.1, 0.1, 0.1, 0.1, 0.1, 0.3),
  fc.constantFrom(0, 0, 0, 1),
  fc.integer({ min: -9, max: 9 }).map((n) => n * 5e-324),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double(),
];

/** A metric of one run, with nasty values among ordinary ones, sometimes. */
export function metricValues(length: { minLength?: number; maxLength: number }): fc.Arbitrary<number[]> {
  const list = (values: fc.Arbitrary<number>) => fc.array(values, { ...length, size: "max" });
  const kinds = ordinary.flatMap((values) => [
    list(values),
    list(fc.oneof({ weight: 20, arbitrary: values }, { weight: 1, arbitrary: nasty })),
    list(fc.oneof({ weight: 3, arbitrary: values }, { weight: 1, arbitrary: nasty })),
  ]);
  return fc.oneof(...kinds);
}
