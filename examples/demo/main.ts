// The whole path in one go: builders → emulator → dry run and live data → webhooks and Slack. See the README.
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Api } from "wandb-automations";
import { createEmulator } from "wandb-automations/emulator";
import { dryRun } from "wandb-automations/evaluate";
import { history, type RunHistory } from "wandb-automations/history";
import { differences, dryRunFirings, expectedFirings, liveFirings } from "./agreement.js";
import { artifactAutomations, COLLECTION, PROJECT, runAutomations } from "./automations.js";
import { startReceiver } from "./receiver.js";

const RUNS = fileURLToPath(new URL("../runs", import.meta.url));
const REPORT = path.resolve("demo-report");

const say = (text = "") => console.log(text);
const heading = (text: string) => say(`\n── ${text} ${"─".repeat(Math.max(0, 76 - text.length))}`);

await using emulator = await createEmulator();
const { url } = await emulator.listen();
const receiver = await startReceiver();

heading("A W&B server for one machine");
say(`The emulator listens at ${url}; what it sends is received at ${receiver.url}.`);
const { admin } = emulator;
await admin.createTeam({ name: "acme" });
await admin.createProject(PROJECT);
await admin.createCollection(COLLECTION, { type: "model" });
await admin.createSlackIntegration({
  entity: "acme",
  teamName: "Acme",
  channelName: "#ml",
  webhookUrl: `${receiver.url}/slack/app`,
});

heading("Automations, built and saved");
const api = new Api({ baseUrl: url, apiKey: emulator.apiKey });
const onRuns = runAutomations(receiver);
const onArtifacts = artifactAutomations(receiver);
for (const automation of [...onRuns, ...onArtifacts]) await automation.save({ api });
for await (const saved of api.project(PROJECT).automations()) {
  say(`${saved.name.padEnd(18)} ${saved.enabled ? "enabled" : "disabled"}  ${saved.event}`);
}

heading("Dry run on real training runs");
const runs: RunHistory[] = [];
for await (const run of history(path.join(RUNS, "*.wandb"))) runs.push(run);
const verdict = await dryRun(onRuns, runs, { collect: ["series", "satisfied"] });
for (const { automation, run, step, reason } of verdict.firings) {
  say(
    `${(run?.displayName ?? "").padEnd(15)} step ${String(step).padStart(3)}  ${automation.name}: ${reason}`,
  );
}

heading("The same runs, logged live into the emulator");
for (const run of runs) await emulator.replay(run, { project: PROJECT });
await admin.createVersion(COLLECTION, { metadata: { accuracy: 0.97 } });
await admin.addAlias(`${COLLECTION}:v0`, "prod");
await emulator.settled();
const executions = emulator.executions();
const failed = executions.filter(({ state }) => state !== "FINISHED");
say(`${executions.length} executions, ${failed.length} of them not finished.`);

heading("What arrived");
for (const { path: at, headers, body } of receiver.received) {
  say(`POST ${at} (${headers["content-type"]})\n     ${body}`);
}

heading("The curves");
say(verdict.toText({ width: 80, color: process.stdout.isTTY === true && !process.env.NO_COLOR }));
await mkdir(REPORT, { recursive: true });
const page = path.join(REPORT, "index.html");
await writeFile(page, verdict.toHTML());
await writeFile(path.join(REPORT, "curves.svg"), verdict.toSVG());
say(`\nAll runs, windows and firings as a page: ${pathToFileURL(page)}`);

heading("Do they agree?");
const displayNames = new Map(runs.map(({ run }) => [run.id, run.displayName ?? run.id]));
const dry = dryRunFirings(verdict);
const live = liveFirings(executions, displayNames);
const expected = await expectedFirings(
  path.join(RUNS, "expected.json"),
  onRuns.map(({ name }) => name ?? ""),
);
const problems = [
  ...differences(["in the dry run", dry], ["live", live]),
  ...differences(["in the dry run", dry], ["by the independent evaluator", expected]),
  ...failed.map(({ automation, error }) => `not delivered: ${automation.name}: ${error}`),
  ...(receiver.received.length === emulator.deliveries().length
    ? []
    : [`${emulator.deliveries().length} deliveries, but ${receiver.received.length} arrived`]),
];
for (const problem of problems) say(problem);
say(
  problems.length === 0
    ? `Yes: ${dry.size} firings in the dry run, the same ${live.size} live, the same ${expected.size} found by an independent evaluator.`
    : `No: ${problems.length} differences.`,
);
await receiver.close();
process.exitCode = problems.length === 0 ? 0 : 1;
