import { describe, expect, it } from "vitest";
import { dryRun, meterHistory } from "wandb-automations/evaluate";
import type { RunHistory } from "wandb-automations/history";
import { onState, threshold } from "../evaluate/automations.js";
import { emulated } from "./emulated.js";
import { connection, stubApi } from "./stub-server.js";

const TOKENS = 2n ** 53n + 1n;

/**
 * A world with a run in whose rows metrics come and go: `acc` in every tenth, `val.f1` in the last; the first and some
 * others have none, and the rest.
 */
async function withRun() {
  const asked: { operation: string; specs: string[]; steps: number }[] = [];
  const world = await emulated({
    fetch: async (url, init) => {
      const { operationName, variables } = JSON.parse(String(init?.body));
      const { specs = [], minStep, maxStep } = variables;
      const keys = specs.map((spec: string) => JSON.parse(spec).keys.join());
      asked.push({ operation: operationName, specs: keys, steps: maxStep - minStep });
      return await world.emulator.fetch(url as string, init as never);
    },
  });
  const run = await world.emulator.admin.createRun("acme/vision", { id: "r1", state: "finished" });
  for (let i = 0; i < 1500; i += 1) {
    const acc = i % 10 === 5 ? { acc: i / 1500 } : {};
    const loss = i % 4 === 3 ? { loss: i === 803 ? Number.NaN : 1500 / i, tokens: TOKENS } : {};
    const row = { _step: i * 2, _timestamp: 1.8e9 + i * 60, note: "x", ...acc, ...loss };
    await world.emulator.log(run, i === 1499 ? { ...row, val: { f1: 0.9 } } : row);
  }
  return { ...world, asked, [Symbol.asyncDispose]: world[Symbol.asyncDispose] };
}

async function only(runs: AsyncIterable<RunHistory>): Promise<RunHistory> {
  for await (const run of runs) return run;
  return expect.fail("no run");
}

const metrics = ["loss", "acc", "val.f1", "tokens", "missing", "_step", "_timestamp"];
const each = metrics.map((name) => threshold({ name, cmp_op: "$lt", threshold: 0.5 }));
const states = onState(["RUNNING", "FINISHED"]);
const elsewhere = threshold({ name: "loss" }, { runFilter: { username: "nobody" } });

describe("a dry run of runs on a server", () => {
  it.each([
    ["metrics", each],
    ["states", [states]],
    ["both, and a filter that leaves the run out", [...each, states, elsewhere]],
    ["a filter that leaves the run out", [elsewhere]],
  ])("of %s says what whole rows say, and how many they are", async (_, automations) => {
    await using world = await withRun();
    const { rowsOf, ...whole } = await only(world.api.runs("acme/vision"));
    expect(rowsOf).toBeDefined();
    const all = meterHistory(whole);
    const verdict = await dryRun(automations, all.source, { collect: ["series", "satisfied"] });
    const some = meterHistory(world.api.runs("acme/vision"));
    const found = await dryRun(automations, some.source, { collect: ["series", "satisfied"] });
    expect(found.toJSON()).toEqual(verdict.toJSON());
    expect(some.span()).toEqual(all.span());
    expect(some.span().rows).toBe(1500);
  });

  it("asks for steps, times and what is watched only", async () => {
    await using world = await withRun();
    await dryRun([threshold(), states], world.api.runs("acme/vision"));
    const specs = ["_step", "_step,_timestamp", "_step,loss"];
    expect(world.asked).toEqual([
      expect.objectContaining({ operation: "Runs" }),
      ...[1, 2, 3].map(() => expect.objectContaining({ operation: "RunSampledHistory", specs })),
    ]);
  });

  it("asks for no rows of a run that no automation looks at", async () => {
    await using world = await withRun();
    const { outcomes } = await dryRun(elsewhere, world.api.runs("acme/vision"));
    expect(outcomes[0]!.blockers[0]!.kind).toBe("filter");
    expect(world.asked.map(({ operation }) => operation)).toEqual(["Runs"]);
  });

  it("looks at few whole rows for a metric that isn't there", async () => {
    await using world = await withRun();
    const verdict = await dryRun(threshold({ name: "missing" }), world.api.runs("acme/vision"));
    expect(verdict.outcomes[0]!.blockers[0]!.message).toBe(
      "missing was never logged; its first row has _step, _timestamp, note",
    );
    const whole = world.asked.filter(({ operation }) => operation === "RunRows");
    expect(whole.map(({ steps }) => steps)).toEqual([20]);
  });

  it("misses no rows where the server doesn't tell the last step", async () => {
    const { api } = stubApi({
      Runs: () => ({ project: { runs: connection([{ name: "r1", historyKeys: null }]) } }),
      RunRows: ({ minStep, maxStep }) => ({
        project: {
          run: { history: Number(minStep) <= 100 && Number(maxStep) > 100 ? ['{"_step":100}'] : [] },
        },
      }),
    });
    const rows = [];
    for await (const row of (await only(api.runs("acme/vision"))).rows) rows.push(row);
    expect(rows).toEqual([{ _step: 100 }]);
  });

  it("reads the keys that were named where some were, in the rows that have any of them", async () => {
    await using world = await withRun();
    const metered = meterHistory(world.api.runs("acme/vision", { keys: ["acc"] }));
    await dryRun(threshold({ name: "acc" }), metered.source);
    expect(metered.span().rows).toBe(150);
    expect(world.asked.at(-1)?.specs).toEqual(["_step,acc", "_step,_timestamp,acc"]);
  });
});
