/**
 * What the emulator bears, in one process of its own:
 *
 * 1. 200 clients at once, each saving automations and listing them, for 60 seconds (or as many as the argument says):
 *    every answer a success, nothing lost, nothing twice; latencies and memory.
 * 2. 10,000 automations stored and paged through.
 * 3. 1,000 runs logging at once with 100 automations: each fires where the dry run says.
 *
 * With `--data` the emulator keeps everything in a SQLite file.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { dryRun } from "../../src/evaluate.js";

const seconds = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 60);
const folder = mkdtempSync(join(tmpdir(), "emulator-load-"));
const data = process.argv.includes("--data") ? [join(folder, "data.db")] : [];

const child = spawn(process.execPath, [".cache/emulator-load/serve.js", ...data], {
  stdio: ["pipe", "pipe", "inherit"],
});
const lines = createInterface({ input: child.stdout });
const nextLine = async () => JSON.parse(((await once(lines, "line")) as [string])[0]);
const { url, apiKey } = await nextLine();
const ask = async (): Promise<{ rss: number; fired: number }> => {
  const answer = nextLine();
  child.stdin.write("?\n");
  return answer;
};

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const headers = { "content-type": "application/json", authorization: `Basic ${btoa(`api:${apiKey}`)}` };
const latencies: number[] = [];

// biome-ignore lint/suspicious/noExplicitAny: callers read what they asked for
function send(query: string, variables: object = {}): Promise<any> {
  const begun = performance.now();
  const body = JSON.stringify({ query, variables, operationName: "" });
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${url}/graphql`, { method: "POST", headers, agent }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => {
        latencies.push(performance.now() - begun);
        const parsed = JSON.parse(text);
        if (response.statusCode === 200 && !parsed.errors) resolve(parsed.data);
        else reject(new Error(`${response.statusCode} ${text}`));
      });
    });
    request.on("error", reject).end(body);
  });
}

const CREATE = `mutation($input: CreateFilterTriggerInput!) { result: createFilterTrigger(input: $input) { trigger { id name } } }`;
const LIST = `query($first: Int, $after: String, $filters: JSONString) { entity(name: "acme") {
  triggers(first: $first, after: $after, filters: $filters) { pageInfo { endCursor hasNextPage } edges { node { id name enabled
    scope { __typename ... on Project { id name } } event: triggeringCondition { ... on FilterEventTriggeringCondition { eventType filter } } } } } } }`;

const { project } = await send('{ project(name: "vision", entityName: "acme") { id } }');
const thresholdFilter = (limit: number, window: number) =>
  JSON.stringify({
    run_filter: '{"$and":[]}',
    run_metric_filter: {
      threshold_filter: {
        name: "loss",
        agg_op: window === 1 ? null : "AVERAGE",
        window_size: window,
        cmp_op: "$gt",
        threshold: limit,
      },
    },
    metric_filter: null,
  });
const create = (name: string, limit = 1e9, window = 1) =>
  send(CREATE, {
    input: {
      name,
      enabled: true,
      scopeType: "PROJECT",
      scopeID: project.id,
      triggeringEventType: "RUN_METRIC",
      eventFilter: thresholdFilter(limit, window),
      triggeredActionType: "NO_OP",
      triggeredActionConfig: { noOpActionInput: { noOp: true } },
    },
  });

async function listAll(): Promise<string[]> {
  const names: string[] = [];
  for (let after: string | null = null; ; ) {
    const { entity } = await send(LIST, { first: 500, after });
    names.push(...entity.triggers.edges.map(({ node }: { node: { name: string } }) => node.name));
    if (!entity.triggers.pageInfo.hasNextPage) return names;
    after = entity.triggers.pageInfo.endCursor;
  }
}

function report(title: string, begun: number): void {
  const sorted = latencies.splice(0).sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(1);
  const took = (performance.now() - begun) / 1000;
  console.log(
    `${title}: ${sorted.length} requests in ${took.toFixed(1)} s (${(sorted.length / took).toFixed(0)}/s), ` +
      `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`,
  );
}
const megabytes = async () => `${((await ask()).rss / 2 ** 20).toFixed(0)} MB`;

// 1
let begun = performance.now();
const saved: string[] = [];
await Promise.all(
  Array.from({ length: 200 }, async (_, client) => {
    for (let i = 0; performance.now() - begun < seconds * 1000; i++) {
      const name = `client-${client}-${i}`;
      await create(name);
      saved.push(name);
      const { entity } = await send(LIST, { first: 20, filters: JSON.stringify({ name }) });
      if (entity.triggers.edges.length !== 1)
        throw new Error(`${name} is listed ${entity.triggers.edges.length} times`);
      await send(LIST, { first: 50 });
    }
  }),
);
report(`200 clients for ${seconds} s`, begun);
const listed = await listAll();
latencies.length = 0;
if (new Set(listed).size !== listed.length) throw new Error("an automation is listed twice");
const missing = saved.filter((name) => !listed.includes(name) && !new Set(listed).has(name));
if (missing.length > 0 || listed.length !== saved.length)
  throw new Error(`${missing.length} automations are lost`);
console.log(`  ${saved.length} automations saved, all listed once; memory ${await megabytes()}`);

// 2
begun = performance.now();
for (let i = saved.length; i < 10_000; i += 50)
  await Promise.all(Array.from({ length: 50 }, (_, k) => create(`more-${i + k}`)));
latencies.length = 0;
begun = performance.now();
const all = await listAll();
report(`${all.length} automations paged through, 500 a page`, begun);
console.log(`  memory ${await megabytes()}`);

// 3
const { emulator } = await send('mutation { emulator { createProject(path: "acme/load") { id } } }');
const scopeID = emulator.createProject.id;
const automations = Array.from({ length: 100 }, (_, i) => ({
  name: `load-${i}`,
  limit: 0.5 + i / 250,
  window: 1 + (i % 10),
}));
for (const { name, limit, window } of automations)
  await send(CREATE, {
    input: {
      name,
      enabled: true,
      scopeType: "PROJECT",
      scopeID,
      triggeringEventType: "RUN_METRIC",
      eventFilter: thresholdFilter(limit, window),
      triggeredActionType: "NO_OP",
      triggeredActionConfig: { noOpActionInput: { noOp: true } },
    },
  });
const ROWS = 100;
const runs = Array.from({ length: 1000 }, (_, r) => ({
  run: { id: `run-${r}`, entity: "acme", project: "load" },
  rows: Array.from({ length: ROWS }, (_, i) => ({
    _step: i,
    _timestamp: 1e9 + i,
    loss: Math.abs(Math.sin(r * 7 + i * i)),
  })),
}));
for (const { run } of runs)
  await send('mutation($id: String!) { emulator { createRun(project: "acme/load", id: $id) { id } } }', {
    id: run.id,
  });
latencies.length = 0;
begun = performance.now();
const before = (await ask()).fired;
await Promise.all(
  runs.map(async ({ run, rows }) => {
    for (let i = 0; i < ROWS; i += 10)
      await send("mutation($run: String!, $rows: [JSON!]!) { emulator { log(run: $run, rows: $rows) } }", {
        run: `acme/load/${run.id}`,
        rows: rows.slice(i, i + 10),
      });
  }),
);
const took = (performance.now() - begun) / 1000;
report("1,000 runs logging 100 rows each under 100 automations", begun);
console.log(`  ${((runs.length * ROWS) / took).toFixed(0)} rows/s; memory ${await megabytes()}`);
const fired = (await ask()).fired - before;
const verdict = await dryRun(
  automations.map(({ name, limit, window }) => ({
    name,
    enabled: true,
    scope: { kind: "project", scopeType: "PROJECT", entity: "acme", project: "load" } as const,
    eventType: "RUN_METRIC",
    eventFilter: thresholdFilter(limit, window),
    actionType: "NO_OP",
    actionConfig: { noOpActionInput: { noOp: true } },
  })),
  runs,
);
const expected = new Set(
  verdict.firings.map((firing) => `${firing.automation.name} ${firing.run?.id} ${firing.step}`),
);
let compared = 0;
for (let after: string | null = null; ; ) {
  const page = await send(
    `query($after: String) { emulator { executions(first: 1000, after: $after) {
      pageInfo { endCursor hasNextPage } edges { node { automationName run step } } } } }`,
    { after },
  );
  const { edges, pageInfo } = page.emulator.executions;
  for (const { node } of edges)
    if (node.automationName.startsWith("load-")) {
      const key = `${node.automationName} ${node.run.split("/").at(-1)} ${node.step}`;
      if (!expected.has(key)) throw new Error(`fired, and the dry run doesn't: ${key}`);
      compared += 1;
    }
  if (!pageInfo.hasNextPage) break;
  after = pageInfo.endCursor;
}
if (compared !== expected.size || fired !== expected.size)
  throw new Error(`${compared} firings, the dry run says ${expected.size}`);
console.log(`  ${compared} firings, each where the dry run says`);

child.kill();
agent.destroy();
rmSync(folder, { recursive: true });
