/**
 * Starts an emulator with the demo's world for the Python driver, replays the example runs into acme/digits and
 * prints where it listens. The argument is JSON: options of `createEmulator`.
 */
import { readdirSync } from "node:fs";
import { createEmulator, type EmulatorOptions } from "../../src/emulator.js";

const RUNS = "examples/runs";

const options = JSON.parse(process.argv[2] ?? "{}") as EmulatorOptions;
const emulator = await createEmulator({ demo: true, ...options });
for (const file of readdirSync(RUNS).sort())
  if (file.endsWith(".wandb")) await emulator.replay(`${RUNS}/${file}`);
const { url } = await emulator.listen();
console.log(JSON.stringify({ url, apiKey: emulator.apiKey }));
