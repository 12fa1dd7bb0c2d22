import { createEmulator, type Emulator } from "./emulator.js";
import type { EmulatorOptions } from "./options.js";
import { readSeedFile } from "./read-seed-file.js";
import type { SeedDocument } from "./seed-document.js";
import type { ListenOptions } from "./server/node-server.js";

/** Settings of {@link startEmulator}: those of `createEmulator` and of `listen`, and a seed that may be a file. */
export interface StartEmulatorOptions extends Omit<EmulatorOptions, "seed">, ListenOptions {
  /** A seed, or the path of a seed file. */
  readonly seed?: SeedDocument | string;
}

/**
 * Makes an emulator and opens its door: what the command `wandb-automations emulator` does. Close it to stop.
 *
 * @param options `port` 0, the default, takes a free one; `host` is `127.0.0.1` unless given
 * @throws what `createEmulator` and `readSeedFile` throw; the system's error where the port can't be had.
 *
 * @example
 * ```ts
 * import { startEmulator } from "wandb-automations/emulator";
 *
 * await using emulator = await startEmulator({ demo: true });
 * console.log(`WANDB_BASE_URL=${emulator.url} WANDB_API_KEY=${emulator.apiKey}`);
 * ```
 */
export async function startEmulator(options: StartEmulatorOptions = {}): Promise<Emulator> {
  const { seed, port, host, allowedHosts, ...rest } = options;
  const emulator = await createEmulator({
    ...rest,
    ...(seed !== undefined && { seed: typeof seed === "string" ? await readSeedFile(seed) : seed }),
  });
  try {
    await emulator.listen({
      ...(port !== undefined && { port }),
      ...(host !== undefined && { host }),
      ...(allowedHosts !== undefined && { allowedHosts }),
    });
  } catch (error) {
    await emulator.close();
    throw error;
  }
  return emulator;
}
