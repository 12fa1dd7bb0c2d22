import { onTestFinished } from "vitest";
import { Api } from "wandb-automations";
import { createEmulator, type EmulatorOptions } from "wandb-automations/emulator";
import type { CliIo } from "../../../src/cli/cli-io.js";

const DAY = 86_400;
const row = (_step: number, day: number, accuracy: number) => ({
  _step,
  _timestamp: day * DAY,
  "val/accuracy": accuracy,
});

/** An emulator in this process, with a project `acme/digits` of three runs, until the test ends. */
export async function emulatedServer(options: EmulatorOptions = {}) {
  const emulator = await createEmulator({ demo: true, ...options });
  onTestFinished(() => emulator.close());
  await emulator.seed({
    teams: [
      {
        name: "acme",
        projects: [
          {
            name: "digits",
            runs: [
              { id: "r1", displayName: "one", state: "finished", rows: [row(0, 1, 0.5), row(1, 1, 0.96)] },
              { id: "r2", displayName: "two", state: "finished", rows: [row(0, 2, 0.5), row(1, 2, 0.99)] },
              { id: "r3", displayName: "three", state: "failed", rows: [row(0, 3, 0.5), row(1, 3, 0.6)] },
            ],
          },
        ],
      },
    ],
  });
  const env = { WANDB_API_KEY: emulator.apiKey, WANDB_BASE_URL: emulator.url };
  const fetch = emulator.fetch as typeof globalThis.fetch;
  const api = new Api({ apiKey: emulator.apiKey, baseUrl: emulator.url, fetch });
  return { emulator, api, io: { env, fetch } satisfies Partial<CliIo> };
}
