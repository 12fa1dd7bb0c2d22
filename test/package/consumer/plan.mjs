// The commands of automations as code, from the installed package, against its emulator: what a team does every day.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createEmulator } from "wandb-automations/emulator";

const folder = mkdtempSync("plan-");
const file = (name) => `${folder}/${name}`;
const emulator = await createEmulator({ demo: true });
const { url } = await emulator.listen();

/** Runs a command as a script does: piped, and with the exit code that is expected. */
function run(exitCode, ...argv) {
  const env = { ...process.env, WANDB_BASE_URL: url, WANDB_API_KEY: emulator.apiKey };
  const program = "node_modules/wandb-automations/dist/cli.js";
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, ...argv], { env }, (error, stdout, stderr) => {
      const code = error?.code ?? 0;
      if (code !== exitCode) reject(new Error(`${argv.join(" ")} ended with ${code}\n${stdout}${stderr}`));
      const wide = stdout.split("\n").filter((line) => !argv.includes("pull") && line.length > 80);
      assert.deepEqual(wide, [], "lines over 80 columns");
      resolve(stdout);
    });
  });
}

const configuration = (threshold) => `
import { defineAutomation, DoNothing, OnRunMetric, RunEvent } from "wandb-automations";
export const lossIsUp = defineAutomation({
  name: "loss-is-up",
  event: new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").avg(5).gt(${threshold}) }),
  action: new DoNothing(),
});
`;

try {
  writeFileSync(file("a.ts"), configuration(0.5));
  const owner = ["--owner", "packed"];
  assert.match(await run(1, "plan", file("a.ts"), ...owner, "--exit-code"), /\+ loss-is-up \(acme\/vision\)/);
  await run(2, "apply", file("a.ts"), ...owner);
  assert.match(await run(0, "apply", file("a.ts"), ...owner, "--auto-approve"), /Applied: 1 created/);
  assert.match(await run(0, "plan", file("a.ts"), ...owner, "--exit-code"), /No changes/);
  writeFileSync(file("a.ts"), configuration(0.6));
  const saved = file("plan.json");
  assert.match(await run(0, "plan", file("a.ts"), ...owner, "--out", saved), /threshold: 0.5 → 0.6/);
  assert.match(await run(0, "apply", file("a.ts"), "--plan", saved), /1 changed/);
  await run(0, "pull", "acme", "--out", file("b.ts"));
  assert.match(readFileSync(file("b.ts"), "utf8"), /export const lossIsUp = defineAutomation\(\{/);
  await run(0, "plan", file("b.ts"), ...owner, "--exit-code");
  await run(0, "import", "acme", "--out", file("c.ts"), ...owner);
  assert.match(await run(0, "destroy", file("c.ts"), ...owner, "--auto-approve"), /1 deleted/);
  assert.match(await run(0, "pull", "acme"), /^export \{\};$/m);
  console.log("plan, apply, destroy, pull and import work");
} finally {
  await emulator.close();
}
