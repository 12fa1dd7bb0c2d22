import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEmulator } from "../../../src/emulator.js";
import { dryRun } from "../../../src/evaluate.js";
import { createAutomation, createMetricAutomation, send } from "../../unit/emulator/test-server.js";

const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(Number.NaN, Number.POSITIVE_INFINITY, "NaN", null, "text", undefined),
  },
);
/** Steps rise, time goes on by minutes or by most of a day, metrics come and go. */
const history = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 3 }),
      pause: fc.constantFrom(60, 80_000),
      loss: value,
      acc: value,
    }),
    {
      maxLength: 40,
    },
  )
  .map((entries) => {
    let step = -1;
    let time = 1_000_000;
    return entries.map(({ gap, pause, ...metrics }) => {
      step += gap;
      time += pause;
      return { _step: step, _timestamp: time, ...metrics };
    });
  });
const agg = fc.constantFrom("MAX", "MIN", "AVERAGE", "SUM", null);
const window = fc.integer({ min: 1, max: 4 });
const name = fc.constantFrom("loss", "acc");
const threshold = fc.integer({ min: -2, max: 2 });
const change_dir = fc.constantFrom("INCREASE", "DECREASE", "ANY");
const condition = fc.oneof(
  fc
    .record({
      name,
      agg_op: agg,
      window_size: window,
      cmp_op: fc.constantFrom("$gt", "$gte", "$lt", "$lte", "$eq", "$ne"),
      threshold,
    })
    .map((filter) => ["RUN_METRIC", { threshold_filter: filter }] as const),
  fc
    .record({
      name,
      agg_op: agg,
      current_window_size: window,
      prior_window_size: window,
      change_type: fc.constantFrom("ABSOLUTE", "RELATIVE"),
      change_dir,
      change_amount: threshold,
    })
    .map((filter) => ["RUN_METRIC_CHANGE", { change_filter: filter }] as const),
  fc
    .record({ name, window_size: window, threshold: fc.constantFrom(1, 2), change_dir })
    .map((filter) => ["RUN_METRIC_ZSCORE", { zscore_filter: filter }] as const),
);

describe("what the emulator fires while a run logs", () => {
  it("is what a dry run of the same rows says", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(condition, { minLength: 1, maxLength: 4 }),
        fc.array(history, { maxLength: 3 }),
        async (conditions, histories) => {
          await using emulator = await createEmulator({ demo: true });
          const automations = [];
          for (const [i, watched] of conditions.entries())
            automations.push(await createMetricAutomation(emulator, `a${i}`, watched));
          const runs = histories.map((rows, i) => ({
            run: { id: `r${i}`, entity: "acme", project: "vision" },
            rows,
          }));
          for (const { run } of runs) await emulator.admin.createRun("acme/vision", { id: run.id });
          // Interleaved, as runs log in life.
          for (let i = 0; i < 40; i++)
            for (const { run, rows } of runs)
              if (rows[i]) await emulator.log(`acme/vision/${run.id}`, rows[i]!);
          const verdict = await dryRun(automations, runs);
          const key = (
            automation: string | undefined,
            run: string | undefined,
            step: number | null | undefined,
          ) => `${automation} ${run} ${step}`;
          const live = emulator
            .executions()
            .map(({ automation, run }) => key(automation.name, run?.id, run?.step));
          const dry = verdict.firings.map(({ automation, run, step }) => key(automation.name, run?.id, step));
          expect(live.sort()).toEqual(dry.sort());
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("pages of a list", () => {
  it("hold every record once, in order, whatever their size and whatever is deleted meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(undefined, "description", "-description", "-created_at"),
        fc.infiniteStream(fc.nat()),
        async (descriptions, first, order, dice) => {
          await using emulator = await createEmulator({ demo: true });
          const ids = new Map<string, string>();
          for (const [i, description] of descriptions.entries()) {
            const { data } = await createAutomation(emulator, { name: `n${i}`, description });
            ids.set(`n${i}`, data.result.trigger.id);
          }
          const seen: string[] = [];
          const deleted = new Set<string>();
          for (let after: string | null = null; ; ) {
            const { data } = await send(
              emulator,
              `query($first: Int, $after: String, $order: String) { entity(name: "acme") { triggers(first: $first, after: $after, order: $order) {
                pageInfo { endCursor hasNextPage } edges { node { name description } } } } }`,
              { first, after, order },
            );
            const { edges, pageInfo } = data.entity.triggers;
            if (pageInfo.hasNextPage) expect(edges).toHaveLength(first);
            seen.push(...edges.map(({ node }: { node: { name: string } }) => node.name));
            if (!pageInfo.hasNextPage) break;
            const victim = [...ids.keys()][dice.next().value % ids.size]!;
            deleted.add(victim);
            const id = ids.get(victim)!;
            await send(
              emulator,
              "mutation($id: ID!) { deleteTrigger(input: { triggerID: $id }) { success } }",
              { id },
            );
            after = pageInfo.endCursor;
          }
          expect(new Set(seen).size).toBe(seen.length);
          for (const name of ids.keys()) if (!deleted.has(name)) expect(seen).toContain(name);
        },
      ),
      { numRuns: 60 },
    );
  });
});
