// Runs the bundles against the emulator: one where there are only web globals, one in Node.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { createEmulator } from "wandb-automations/emulator";

const WEB_GLOBALS = [
  "AbortController AbortSignal DOMException Event EventTarget Headers ReadableStream Request Response TextDecoder",
  "TextEncoder URL URLSearchParams atob btoa clearTimeout crypto performance queueMicrotask setTimeout",
].flatMap((names) => names.split(" "));

for (const platform of ["browser", "neutral"]) {
  const emulator = await createEmulator({ demo: true });
  const globals = Object.fromEntries(WEB_GLOBALS.map((name) => [name, globalThis[name]]));
  const context = vm.createContext({ ...globals, fetch: emulator.fetch });
  vm.runInContext(readFileSync(`save-at-the-edge.${platform}.js`, "utf8"), context);
  const names = await context.bundle.saveAtTheEdge({ apiKey: emulator.apiKey, baseUrl: emulator.url });
  assert.deepEqual([...names], ["from-the-edge"]);
  await emulator.close();
}

const emulator = await createEmulator({ demo: true });
globalThis.fetch = emulator.fetch;
process.env.WANDB_API_KEY = emulator.apiKey;
process.env.WANDB_BASE_URL = emulator.url;
for (const bundle of ["browser", "neutral", "vite"]) {
  const { savedName } = await import(`./save-with-builders.${bundle}.mjs`);
  assert.equal(savedName, "from-a-bundle");
}
await emulator.close();
console.log("bundles save: with builders alone, and where there is nothing of Node");
