import type { DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { aggregate, baseline } from "../../../src/evaluate/window/aggregate.js";
import { withSteps } from "../../../src/sql/query/cte.js";
import { exactSteps } from "../../../src/sql/query/exact-steps.js";
import { duckdb as d } from "../../../src/sql/text/duckdb-dialect.js";

let connection: DuckDBConnection;
beforeAll(async () => {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  connection = await (await DuckDBInstance.create()).connect();
});

type Aggregation = "SUM" | "AVERAGE" | "BASELINE";

/** Values whose sums are hard: of all sizes, that cancel, that lie on ties, at both ends of the range. */
const value = fc.oneof(
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.double({ min: -1e17, max: 1e17, noNaN: true }),
  fc.integer({ min: -20, max: 20 }).map((n) => n / 10),
  fc.constantFrom(1, 1 + 2 ** -52, 2 ** -53, -1, 3, 1e17, -1e17, 1e16, 3e16, 0),
  fc.double({ min: -1.7e308, max: 1.7e308, noNaN: true }),
  fc.integer({ min: -9, max: 9 }).map((n) => n * 5e-324),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);

/** Windows of one kind of values, mostly: mixed magnitudes beyond what squares can span aren't promised for deviations. */
const windowOf = (aggregation: Aggregation) =>
  aggregation === "BASELINE"
    ? fc.constantFrom(0, 1, 2, 3, 4, 5, 6).chain((kind) => {
        // Of two values, as many of each, the deviation is half their difference: often a tie.
        if (kind === 6) {
          const tenth = fc.integer({ min: -20, max: 20 }).map((n) => n / 10);
          return fc
            .tuple(tenth, tenth, fc.integer({ min: 1, max: 12 }))
            .map(([a, b, times]) => Array.from({ length: 2 * times }, (_, i) => (i % 2 === 0 ? a : b)));
        }
        const kinds = [
          fc.double({ min: -1, max: 1, noNaN: true }).map((x) => Math.round(x * 1e9) / 1e9),
          fc.double({ min: -1e17, max: 1e17, noNaN: true }).map(Math.round),
          fc.integer({ min: -20, max: 20 }).map((n) => n / 10),
          fc.constantFrom(1, 1 + 2 ** -52, 2 ** -53, -1, 3, 1e17, 0),
          fc.double({ min: 1e300, max: 1.7e308, noNaN: true }),
          fc.constantFrom(1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
        ];
        return fc.array(kinds[kind]!, { minLength: 1, maxLength: 9 });
      })
    : fc.array(value, { minLength: 1, maxLength: 9 });

const doubtful = (aggregations: readonly Aggregation[]) =>
  fc
    .constantFrom(...aggregations)
    .chain((aggregation) => windowOf(aggregation).map((values) => ({ aggregation, values })));

describe("exact arithmetic in SQL", () => {
  it.each<readonly [what: string, aggregations: readonly Aggregation[]]>([
    ["the evaluator's aggregates", ["SUM", "AVERAGE", "BASELINE"]],
    ["the same where no step is there for baselines", ["SUM", "AVERAGE"]],
  ])("comes to %s, bit by bit", async (_, aggregations) => {
    const baselines = aggregations.includes("BASELINE");
    await fc.assert(
      fc.asyncProperty(
        fc.array(doubtful(aggregations), { minLength: 300, maxLength: 300, size: "max" }),
        async (windows) => {
          const rows = windows.map(
            ({ aggregation, values }, i) =>
              `(${i}, 'r', 1, 0, 0, 's', '${aggregation}', ${d.list(...values.map((x) => d.double(x)))})`,
          );
          const given = {
            name: "doubtful_windows",
            comment: "What is asked.",
            sql: `SELECT * FROM (VALUES ${rows.join(", ")}) AS t (automation, run, place, time, value, side, aggregation, list)`,
          };
          const sql = withSteps({
            steps: [given, ...exactSteps(baselines, d)],
            select: "SELECT level, deviation FROM exact_windows ORDER BY automation",
          });
          const found = (await connection.runAndReadAll(sql)).getRowObjectsJS();
          // Zero has no sign here: nothing that is compared depends on it.
          const plain = (x: unknown) => Number(x) + 0;
          const expected = windows.map(({ aggregation, values }) => {
            if (aggregation !== "BASELINE") return [plain(aggregate(aggregation, values, 0, values.length))];
            const { mean, deviation } = baseline(values, 0, values.length);
            return [plain(mean), plain(deviation)];
          });
          const actual = found.map(({ level, deviation }, i) =>
            windows[i]!.aggregation === "BASELINE" ? [plain(level), plain(deviation)] : [plain(level)],
          );
          expect(actual).toEqual(expected);
        },
      ),
      { numRuns: 5 },
    );
  });
});
