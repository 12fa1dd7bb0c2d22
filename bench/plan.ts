/**
 * What planning and applying 200 automations (or as many as the argument says) costs: HTTP requests and wall time,
 * beside the Python client's `create_automation` called once for each.
 *
 *     bench/plan/run.sh [automations] [--latency ms] [--no-python]
 *
 * `--latency` makes the server wait before each answer, as a network does; 0 by default.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { Api, DoNothing, defineAutomation, OnRunMetric, RunEvent } from "wandb-automations";
import { createEmulator } from "wandb-automations/emulator";
import {
  applyPlan,
  type DesiredAutomation,
  type Plan,
  planAutomations,
  planDestroy,
} from "wandb-automations/plan";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { latency: { type: "string", default: "0" }, "no-python": { type: "boolean", default: false } },
});
const count = Number(positionals[0] ?? 200);
const latencyMs = Number(values.latency);

const emulator = await createEmulator({ demo: true });
let requests = 0;
const server = createServer(async (request, response) => {
  requests += 1;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { authorization = "" } = request.headers;
  const headers = { authorization, "content-type": "application/json" };
  if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
  const body = Buffer.concat(chunks).toString("utf8");
  const answer = await emulator.fetch(`${emulator.url}/graphql`, { method: "POST", headers, body });
  response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const OPTIONS = { owner: "bench" };
const desired = (threshold: number): DesiredAutomation[] =>
  Array.from({ length: count }, (_, i) => ({
    key: `alert${i}`,
    automation: defineAutomation({
      name: `alert ${i}`,
      event: new OnRunMetric({
        scope: i % 2 === 0 ? "acme/vision" : "acme/nlp",
        filter: RunEvent.metric("loss").avg(5).gt(threshold),
      }),
      action: new DoNothing(),
    }),
  }));

async function measure<T>(what: string, work: () => Promise<T>): Promise<T> {
  requests = 0;
  const begun = performance.now();
  const result = await work();
  const ms = Math.round(performance.now() - begun);
  console.log(`| ${what.padEnd(38)} | ${String(requests).padStart(8)} | ${String(ms).padStart(9)} |`);
  return result;
}

/** Each step with an Api of its own, as each command has. */
const api = () => new Api({ apiKey: emulator.apiKey, baseUrl: url, environment: { variables: {} } });
const plan = (threshold: number) => planAutomations(api(), desired(threshold), OPTIONS);
async function apply(made: Plan): Promise<void> {
  const report = await applyPlan(api(), made);
  if (!report.ok) throw new Error(`${report.counts.failed} changes failed`);
}

console.log(`${count} automations in two projects, ${latencyMs} ms of latency\n`);
console.log(`| ${"".padEnd(38)} | requests | wall time |`);
console.log(`|${"-".repeat(40)}|---------:|----------:|`);
// The first run pays for the compiler.
await planAutomations(api(), desired(0).slice(0, 5), OPTIONS);
const creation = await measure("plan, nothing there yet", () => plan(1));
await measure("apply: create all", () => apply(creation));
await measure("plan, nothing to do", () => plan(1));
const change = await measure("plan, all changed", () => plan(2));
await measure("apply: change all", () => apply(change));
const destruction = await planDestroy(api(), desired(2), OPTIONS);
await measure("apply: delete all", () => apply(destruction));
if (!values["no-python"]) await measure("Python: create_automation, one by one", createWithPython);
server.closeAllConnections();
server.close();
await emulator.close();

async function createWithPython(): Promise<void> {
  const env = {
    ...process.env,
    WANDB_BASE_URL: url,
    WANDB_API_KEY: emulator.apiKey,
    WANDB_SILENT: "true",
    NETRC: "/dev/null",
  };
  const child = spawn(".cache/venv/bin/python", ["bench/plan/create_all.py", String(count)], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error("Python failed");
  console.log(
    `${" ".repeat(41)}of which ${printed.trim()} ms in the calls, without starting Python and the client`,
  );
}
