import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createEvaluator,
  dryRun,
  type EvaluationOptions,
  evaluateColumns,
  type Firing,
  type MetricSpec,
} from "wandb-automations/evaluate";
import { metricSpec, metricValues } from "./arbitraries.js";
import { compiledMetric, withLimit } from "./compiled-metric.js";
import { comparedAt, holds } from "./naive-evaluator.js";

const options: fc.Arbitrary<EvaluationOptions> = fc.record({
  partialWindows: fc.constantFrom("wait", "evaluate"),
  nan: fc.constantFrom("propagate", "skip"),
});

const HOUR = 3600;
const runs = [{ id: "a" }, { id: "b" }];

/** Steps 10 apart; hours between the rows, so that some firings are a day apart. */
const toRows = (values: readonly number[]) =>
  values.map((loss, i) => ({ _step: 10 * i, _timestamp: 1.8e9 + i * 5 * HOUR, loss }));

/** What fires by the naive evaluator, under the 24-hour rule. */
function naive(spec: MetricSpec, values: readonly number[], { partialWindows, nan }: EvaluationOptions) {
  const rows = toRows(values).filter(({ loss }) => nan !== "skip" || !Number.isNaN(loss));
  const compared = comparedAt(
    spec,
    rows.map(({ loss }) => loss),
    partialWindows === "evaluate",
  );
  const satisfied = rows.filter((_, i) => holds(spec, compared[i]));
  let last = Number.NEGATIVE_INFINITY;
  const fires = satisfied.filter(({ _timestamp }) => {
    if (_timestamp < last + 24 * HOUR) return false;
    last = _timestamp;
    return true;
  });
  return { compared, satisfied: satisfied.map(({ _step }) => _step), fires: fires.map(({ _step }) => _step) };
}

const stepsOf = (firings: readonly Firing[], id: string) =>
  firings.filter(({ run }) => run?.id === id).map(({ step }) => step);

describe("batch, stream, columns and a naive evaluator", () => {
  it("agree on every step", async () => {
    const metric = metricValues({ maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        metricSpec(8),
        fc.tuple(metric, metric),
        options,
        fc.option(fc.nat(59), { freq: 4 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        async (shape, histories, given, pick, other) => {
          // Limits that are met exactly are where evaluators differ.
          const compared = pick === null ? undefined : naive(shape, histories[0], given).compared[pick];
          const spec = withLimit(shape, Number.isFinite(compared) ? compared! : other);
          const automation = compiledMetric(spec);
          const expected = histories.map((values) => naive(spec, values, given));

          const source = histories.map((values, i) => ({ run: runs[i]!, rows: toRows(values) }));
          const verdict = await dryRun(automation, source, { ...given, collect: "satisfied" });
          const batch = verdict.outcomes.map((outcome) => ({
            satisfied: outcome.kind === "run" ? outcome.satisfiedSteps : undefined,
            fires: outcome.kind === "run" ? stepsOf(verdict.firings, outcome.run.id) : [],
          }));
          expect(batch).toEqual(expected.map(({ satisfied, fires }) => ({ satisfied, fires })));

          const evaluator = createEvaluator(automation, given);
          const fired = source.flatMap(({ run, rows }) =>
            rows.flatMap((row) => evaluator.push({ kind: "row", run, row })),
          );
          expect(fired).toEqual(verdict.firings);

          const flat = source.flatMap(({ rows }) => rows);
          const [columns] = evaluateColumns(
            automation,
            {
              values: Float64Array.from(flat, ({ loss }) => loss),
              steps: flat.map(({ _step }) => _step),
              timestamps: flat.map(({ _timestamp }) => _timestamp),
              runOffsets: [0, histories[0].length, flat.length],
            },
            { ...given, collect: "satisfied" },
          );
          expect(columns?.satisfiedAt?.map((at) => flat[at]?._step)).toEqual(
            expected.flatMap(({ satisfied }) => satisfied),
          );
          expect(columns?.firings.map(({ step }) => step)).toEqual(expected.flatMap(({ fires }) => fires));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("agree when the stream is interrupted, saved as JSON and taken up elsewhere", () => {
    fc.assert(
      fc.property(
        metricSpec(8),
        metricValues({ maxLength: 60 }),
        fc.nat(60),
        fc.double(),
        (shape, values, cut, limit) => {
          const automation = compiledMetric(withLimit(shape, Number.isFinite(limit) ? limit : 0));
          const events = toRows(values).map((row) => ({ kind: "row" as const, run: runs[0]!, row }));
          const whole = createEvaluator(automation);
          const expected = events.flatMap((event) => whole.push(event));

          const first = createEvaluator(automation);
          const before = events.slice(0, cut).flatMap((event) => first.push(event));
          const restore = JSON.parse(JSON.stringify(first.snapshot()));
          const second = createEvaluator(automation, { restore });
          const after = events.slice(cut).flatMap((event) => second.push(event));
          // As JSON, which has no negative zero.
          expect(JSON.stringify([...before, ...after])).toBe(JSON.stringify(expected));
        },
      ),
      { numRuns: 150 },
    );
  });
});
