/**
 * Kills `wandb-automations apply --prune` again and again (`kill -9`), lets the next one finish and checks that the
 * server then has what the configuration says: nothing is there twice, and nothing of anybody else's was touched.
 *
 *     test/cli-kills/run.sh [kills]
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Api, type Automation, DoNothing, OnLinkArtifact } from "../../src/index.js";
import { readMarker } from "../../src/plan.js";
import { startSlowServer } from "./slow-server.js";

const [packageFolder = "", kills = "30"] = process.argv.slice(2);
const AUTOMATIONS = 120;
const SCOPES = ["acme/vision", "acme/nlp", "acme/vision/resnet"];
const OWNER = "kills";

/** What there should be: name → whether it is enabled, at a scope. */
type Configuration = Map<
  string,
  { readonly scope: string; readonly enabled: boolean; readonly limit: number }
>;

const project = mkdtempSync(join(".cache", "cli-kills-project-"));
const installed = join(project, "node_modules/wandb-automations");
mkdirSync(join(project, "node_modules"));
cpSync(packageFolder, installed, { recursive: true });
writeFileSync(join(project, "package.json"), JSON.stringify({ name: OWNER, type: "module" }));
writeFileSync(join(project, "tsconfig.json"), "{}");

const server = await startSlowServer();
const { emulator } = server;
const api = new Api({
  apiKey: emulator.apiKey,
  baseUrl: emulator.url,
  fetch: emulator.fetch as typeof fetch,
});
await makeForeign();
const foreign = await readForeign();

let configuration: Configuration = new Map();
/** How many changing requests the last configuration took, those of the killed apply included. */
let requests = 1;
let interrupted = 0;
let partly = 0;
for (let kill = 1; kill <= Number(kills); kill++) {
  configuration = change(configuration);
  writeFileSync(join(project, "automations.js"), source(configuration));
  const before = JSON.stringify(await state());
  const mutations = server.mutations();
  const child = apply();
  const ended = once(child, "exit");
  // By its progress, not by the clock: how long an apply takes depends on the machine. Some die before they are at it.
  if (Math.random() < 0.1) await delay(Math.random() * 250).then(() => child.kill("SIGKILL"));
  else server.at(1 + below(requests), below(2) === 0 ? "arrived" : "done", () => child.kill("SIGKILL"));
  const [, signal] = await ended;
  if (signal === "SIGKILL") interrupted += 1;
  // What the server is still at is done or isn't by the time that the next one looks, or is done under its hands.
  if (Math.random() < 0.5) await delay(150);
  const after = JSON.stringify(await state());
  if (after !== before && after !== JSON.stringify(wanted(configuration))) partly += 1;

  const [code] = await once(apply(), "exit");
  if (code !== 0) throw new Error(`the next apply ended with ${code}`);
  requests = server.mutations() - mutations;
  const [is, should] = [JSON.stringify(await state()), JSON.stringify(wanted(configuration))];
  if (is !== should) throw new Error(`after kill ${kill} the server has ${is}, not ${should}`);
  if ((await readForeign()) !== foreign) throw new Error(`kill ${kill} touched what isn't ours`);
}
console.log(
  `${kills} applies: ${interrupted} killed before they ended, ${partly} of them with some of their changes made; ` +
    `each next one ended in the planned state, nothing twice, nothing foreign touched`,
);
if (interrupted < Number(kills) / 2 || partly === 0)
  throw new Error("too few were killed half-way to prove anything");
await server.close();
rmSync(project, { recursive: true });

function below(limit: number): number {
  return Math.floor(Math.random() * limit);
}

function apply(): ChildProcess {
  const program = join("node_modules/wandb-automations/dist/cli.js");
  return spawn(process.execPath, [program, "apply", "--prune", "--auto-approve", "--scope", "acme"], {
    cwd: project,
    env: { ...process.env, WANDB_BASE_URL: server.url, WANDB_API_KEY: emulator.apiKey },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** Some go, some change, some come. */
function change(from: Configuration): Configuration {
  const next: Configuration = new Map();
  for (const [name, is] of from) {
    const dice = Math.random();
    if (dice < 0.3) continue;
    next.set(name, dice < 0.6 ? { ...is, enabled: !is.enabled, limit: is.limit + 1 } : is);
  }
  while (next.size < AUTOMATIONS) {
    const scope = SCOPES[next.size % SCOPES.length] as string;
    next.set(`a${Math.floor(Math.random() * 1e9)}`, { scope, enabled: Math.random() < 0.8, limit: 0 });
  }
  return next;
}

function source(wanted: Configuration): string {
  const lines = [...wanted].map(
    ([name, { scope, enabled, limit }]) =>
      `export const ${name} = defineAutomation({ name: "${name}", description: "${limit}", enabled: ${enabled}, ` +
      `event: new OnLinkArtifact({ scope: "${scope}" }), action: new DoNothing() });`,
  );
  return `import { DoNothing, defineAutomation, OnLinkArtifact } from "wandb-automations";\n${lines.join("\n")}\n`;
}

function all(): Promise<Automation[]> {
  return api.automations({ entity: "acme", perPage: 500 }).toArray();
}

/** What is ours on the server, as far as the configuration says something about it. */
async function state(): Promise<unknown[]> {
  const ours = (await all()).filter(({ description }) => readMarker(description).marker?.owner === OWNER);
  return ours
    .map(({ name, enabled, description, scope }) => {
      const path = [scope.entity, scope.project, scope.collection]
        .filter((part) => part !== undefined)
        .join("/");
      return [name, path, enabled, readMarker(description).text];
    })
    .sort(byName);
}

function wanted(given: Configuration): unknown[] {
  return [...given]
    .map(([name, { scope, enabled, limit }]) => [name, scope, enabled, String(limit)])
    .sort(byName);
}

function byName([a]: unknown[], [b]: unknown[]): number {
  return String(a) < String(b) ? -1 : 1;
}

async function makeForeign(): Promise<void> {
  const marker = "[managed by wandb-automations: somebody-else#a1]";
  for (const [i, description] of ["by hand", marker, undefined].entries()) {
    const automation = new OnLinkArtifact({ scope: "acme/vision" }).then(new DoNothing());
    await api.createAutomation(automation, { name: `foreign ${i}`, description });
  }
}

/** Everything about what isn't ours, times of change included. */
async function readForeign(): Promise<string> {
  const others = (await all()).filter(({ description }) => readMarker(description).marker?.owner !== OWNER);
  return JSON.stringify(others.map(({ record }) => record.raw));
}
