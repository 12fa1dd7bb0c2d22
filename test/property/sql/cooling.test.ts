import type { DuckDBConnection } from "@duckdb/node-api";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DoNothing, OnRunMetric, RunEvent } from "wandb-automations";
import { Cooldown } from "../../../src/evaluate/run/cooldown.js";
import { runSteps } from "../../../src/sql/filter/run-steps.js";
import { coolingSteps } from "../../../src/sql/query/cooling-steps.js";
import { withSteps } from "../../../src/sql/query/cte.js";
import { planQuery } from "../../../src/sql/query/plan.js";
import { duckdb as d } from "../../../src/sql/text/duckdb-dialect.js";

const DAY = 86_400;
const FIRST = 1_700_000_000;

interface Row {
  readonly time: number | null;
  /** Which of the automations hold. */
  readonly holds: readonly boolean[];
}

const automations = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(i) }).then(new DoNothing()),
  );

/** A time after the last one, mostly: a minute later, about a day later, exactly a day, the same, or long before. */
const move = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: DAY / 3 }) },
  { weight: 2, arbitrary: fc.integer({ min: -2, max: 2 }).map((n) => DAY + n / 1024) },
  { weight: 1, arbitrary: fc.integer({ min: -4, max: 20 }).map((n) => n * DAY) },
  { weight: 1, arbitrary: fc.integer({ min: -3 * DAY, max: 3 * DAY }) },
);
const odd = fc.constantFrom(
  null,
  null,
  null,
  Number.NEGATIVE_INFINITY,
  Number.POSITIVE_INFINITY,
  -1e300,
  1e300,
  2 ** 60,
  0,
  -DAY,
);
/** How often times are odd: never, in one row of thirty, or often. */
const oddIn = fc.constantFrom(0, 30, 4);

function runOf(count: number) {
  return oddIn.chain((rare) => {
    const step = fc.record({
      move,
      odd: rare === 0 ? fc.constant(undefined) : odd,
      holds: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
    });
    return fc.array(step, { minLength: 1, maxLength: 60, size: "max" }).map((steps): Row[] => {
      let time = FIRST;
      return steps.map((one, i) => {
        time += one.move;
        return { time: one.odd !== undefined && i % rare === 0 ? one.odd : time, holds: one.holds };
      });
    });
  });
}

/** By the evaluator's own rule, in the order of places. */
function expected(runs: readonly Row[][], count: number): string[] {
  return runs.flatMap((rows, run) =>
    Array.from({ length: count }, (_, automation) => {
      const cooldown = new Cooldown();
      let satisfied = 0;
      const fired: number[] = [];
      for (const [place, { time, holds }] of rows.entries()) {
        if (!holds[automation]) continue;
        satisfied++;
        const at = time ?? Number.NaN;
        if (!cooldown.allows(at)) continue;
        cooldown.fire(at);
        fired.push(place);
      }
      return fired.map((place) => `${automation} r${run} ${place} ${satisfied}`);
    }).flat(),
  );
}

describe("the 24-hour rule on DuckDB", () => {
  let instance: DuckDBInstance;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    instance = await DuckDBInstance.create();
    connection = await instance.connect();
  });
  afterAll(() => {
    connection.closeSync();
    instance.closeSync();
  });

  it.each<[string, number | undefined, number]>([
    ["in lists", undefined, 3],
    ["by day", 0, 3],
    ["by day, with more automations than a number has bits", 0, 70],
  ])("is the evaluator's, %s", async (_, few, count) => {
    const plan = planQuery(automations(count));
    const runs = runSteps(plan, { history: { format: "table", name: "history" } }, "", d);
    const flags = Array.from({ length: count }, (_, i) => `holds_${i}`);
    const check = async (given: readonly Row[][]) => {
      const rows = given.flatMap((run, r) =>
        run.map(({ time, holds }, place) => {
          const at = time === null ? "CAST(NULL AS DOUBLE)" : d.double(time);
          return `('r${r}', CAST(${place} AS BIGINT), ${at}, ${holds.join(", ")})`;
        }),
      );
      const held = {
        name: "held_0",
        comment: "What is asked.",
        sql: `SELECT * FROM (VALUES ${rows.join(", ")}) AS t (run, place, time, ${flags.join(", ")})`,
      };
      const steps = [held, ...coolingSteps(plan, runs, undefined, d, few)];
      const sql = withSteps({ steps, select: "SELECT * FROM cooled" });
      const found = (await connection.runAndReadAll(sql)).getRowObjectsJS();
      const told = found.map(
        ({ automation, run, place, satisfied }) => `${automation} ${run} ${place} ${satisfied}`,
      );
      expect(told.sort()).toEqual(expected(given, count).sort());
    };
    const sizes = { minLength: 1, maxLength: count > 9 ? 4 : 25, size: "max" } as const;
    await fc.assert(fc.asyncProperty(fc.array(runOf(count), sizes), check), {
      numRuns: count > 9 ? 5 : 25,
    });
  });
});
