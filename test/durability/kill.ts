/**
 * Kills an emulator again and again under load (`kill -9`), starts it on the same file and checks that nothing is lost
 * that it had acknowledged, and that no delivery is made again that it had counted as done.
 *
 *     test/durability/run.sh [kills]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Ledger } from "./ledger.js";
import { startVictim, type Victim } from "./victim.js";

const KILLS = Number(process.argv[2] ?? 50);
const WORKERS = 16;

/** How often each execution was delivered, and the number of its last attempt. */
const delivered = new Map<string, number>();
const attempts = new Map<string, number>();
/** The first delivery that repeats another without saying so. */
let unsaid: string | undefined;
const receiver = createServer((request, response) => {
  const id = String(request.headers["x-emulator-execution"]);
  const attempt = Number(request.headers["x-emulator-attempt"]);
  delivered.set(id, (delivered.get(id) ?? 0) + 1);
  if (!(attempt > (attempts.get(id) ?? 0))) unsaid ??= id;
  attempts.set(id, attempt);
  request.resume().on("end", () => response.end());
});
await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;

const folder = mkdtempSync(join(tmpdir(), "emulator-durability-"));
const file = join(folder, "data.db");
const ledger = new Ledger();
/** Deliveries that the emulator said were done, and how often each had arrived by then. */
const done = new Map<string, number>();

let victim = await startVictim(file);
const scopeID = await setUp(victim);
for (let kill = 1; kill <= KILLS; kill++) {
  const load = Array.from({ length: WORKERS }, () => work(victim));
  await delay(100 + Math.random() * 500);
  await victim.kill();
  await Promise.all(load);
  victim = await startVictim(file);
  await ledger.verify(victim);
  await notePast(victim);
}
await settle(victim);
const executions = await notePast(victim);

const runs = executions.map(({ run }) => run);
if (new Set(runs).size !== runs.length) throw new Error("a run fired twice");
for (const run of ledger.fired) if (!runs.includes(run)) throw new Error(`the firing of ${run} is lost`);
for (const { id, state } of executions)
  if (state !== "FINISHED" || !delivered.has(id)) throw new Error(`execution ${id} is ${state}`);
if (unsaid !== undefined) throw new Error(`execution ${unsaid} came again as the same attempt`);
const repeated = [...delivered.values()].filter((times) => times > 1).length;
console.log(
  `${KILLS} kills: ${ledger.acknowledged} acknowledged changes are there, ${executions.length} deliveries arrived, ` +
    `${repeated} of them twice because the process died between the answer and its record, and each of those said so`,
);
await victim.kill();
receiver.close();
rmSync(folder, { recursive: true });

async function setUp({ send }: Victim): Promise<string> {
  const { emulator } = await send(
    `mutation($url: String!) { emulator { createWebhookIntegration(entity: "acme", name: "hook", urlEndpoint: $url) { id } } }`,
    { url: hook },
  );
  const { project } = await send('{ project(name: "vision", entityName: "acme") { id } }');
  const filter = {
    threshold_filter: { name: "loss", agg_op: null, window_size: 1, cmp_op: "$gt", threshold: 0.5 },
  };
  await send(
    "mutation($input: CreateFilterTriggerInput!) { createFilterTrigger(input: $input) { trigger { id } } }",
    {
      input: {
        name: "webhook",
        enabled: true,
        scopeType: "PROJECT",
        scopeID: project.id,
        triggeringEventType: "RUN_METRIC",
        eventFilter: JSON.stringify({
          run_filter: '{"$and":[]}',
          run_metric_filter: filter,
          metric_filter: null,
        }),
        triggeredActionType: "GENERIC_WEBHOOK",
        triggeredActionConfig: {
          genericWebhookActionInput: { integrationID: emulator.createWebhookIntegration.id },
        },
      },
    },
  );
  return project.id;
}

/** Changes things until the process is gone. */
async function work(target: Victim): Promise<void> {
  for (;;) {
    try {
      await ledger.change(target, scopeID);
    } catch (error) {
      if ((error as Error).message.startsWith("refused")) throw error;
      return;
    }
  }
}

interface Execution {
  readonly id: string;
  readonly state: string;
  readonly run: string;
}

/** Checks that what was done is done and wasn't done again, and notes what is done by now. */
async function notePast({ send }: Victim): Promise<Execution[]> {
  const executions: Execution[] = [];
  for (let after: string | null = null; ; ) {
    const { emulator } = await send(
      `query($after: String) { emulator { executions(first: 1000, after: $after) {
        pageInfo { endCursor hasNextPage } edges { node { id state run } } } } }`,
      { after },
    );
    const { edges, pageInfo } = emulator.executions;
    executions.push(...edges.map(({ node }: { node: Execution }) => node));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  const finished = new Set(executions.filter(({ state }) => state === "FINISHED").map(({ id }) => id));
  for (const [id, times] of done) {
    if (!finished.has(id)) throw new Error(`execution ${id} was done and isn't any more`);
    if (delivered.get(id) !== times) throw new Error(`execution ${id} was delivered again after it was done`);
  }
  for (const id of finished) done.set(id, delivered.get(id) ?? 0);
  return executions;
}

async function settle(target: Victim): Promise<void> {
  // Far longer than it takes, even on a slow machine that does other things.
  for (let i = 0; i < 1200; i++) {
    const { emulator } = await target.send(
      "{ emulator { executions(state: PENDING, first: 1) { totalCount } } }",
    );
    if (emulator.executions.totalCount === 0) return;
    await delay(50);
  }
  throw new Error("deliveries don't come to an end");
}
