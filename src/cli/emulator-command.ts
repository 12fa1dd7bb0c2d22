import { type Command, InvalidArgumentError } from "commander";
import type { EmulatorFeature, EmulatorFeatures } from "../emulator/features.js";
import { AutomationsError } from "../errors/index.js";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";
import { parseCount } from "./parse-count.js";

interface EmulatorFlags {
  readonly port?: number;
  readonly host?: string;
  readonly apiKey?: string;
  readonly data?: string;
  readonly seed?: string;
  readonly demo?: boolean;
  readonly features?: EmulatorFeatures;
  readonly autoCreate?: boolean;
  readonly allowDeliveryTo?: readonly string[];
  readonly allowedHost?: readonly string[];
  readonly keepExecutions?: number;
}

/** `wandb-automations emulator`: an emulated W&B server until it is told to stop. */
export function emulatorCommand(io: CommandIo): Command {
  return createCommand({
    name: "emulator",
    description: "Start a W&B server for this machine, to develop and test against.",
    examples: [
      "emulator --demo",
      "emulator --port 8080 --data emulator.db --seed world.yaml",
      "emulator --features old",
      "emulator --host 0.0.0.0 --allowed-host ci-emulator --api-key $WANDB_API_KEY",
    ],
  })
    .option("--port <number>", "port to listen on; a free one by default", parsePort)
    .option("--host <address>", "address to listen on; loopback by default")
    .option("--api-key <key>", "the only key to let in; any well-formed one by default")
    .option("--data <file>", "keep everything in this SQLite file; in memory by default")
    .option("--seed <file>", "a YAML or JSON file with the world to start from")
    .option("--demo", "start with the team acme, its projects, a registry and integrations")
    .option(
      "--features <list>",
      'features to switch, e.g. AUTOMATION_ACTION_ARIA=off; or "old"',
      parseFeatures,
    )
    .option("--auto-create", "make entities, projects and collections when they are asked for by name")
    .option("--allow-delivery-to <hosts...>", "private hosts that webhooks may be sent to")
    .option("--allowed-host <names...>", "host names besides loopback's that requests may be addressed to")
    .option("--keep-executions <number>", "executions to keep, the newest; 250,000 by default", parseCount)
    .action(
      io.action(async (flags: EmulatorFlags) => {
        await using emulator = await start(flags);
        const { url, apiKey } = emulator;
        // With --json the document comes when it ends; whoever starts it needs the address now.
        const say = io.json ? io.err : io.out;
        say(`W&B emulator at ${url}\n`);
        say(`  export WANDB_BASE_URL=${url} WANDB_API_KEY=${apiKey}\n`);
        say("Stop it with Ctrl+C.\n");
        await stopped(io.signal);
        return { document: { url } };
      }),
    );
}

async function start({ allowedHost, keepExecutions, ...flags }: EmulatorFlags) {
  const { startEmulator } = await import("../emulator/start-emulator.js");
  try {
    return await startEmulator({
      ...flags,
      ...(allowedHost && { allowedHosts: allowedHost }),
      ...(keepExecutions !== undefined && { keep: { executions: keepExecutions } }),
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EADDRINUSE" && code !== "EACCES" && code !== "EADDRNOTAVAIL") throw error;
    throw new AutomationsError("CONFIG_INVALID", `Can't listen: ${(error as Error).message}.`, {
      hint: "Choose another --port or --host, or leave them out for a free port on loopback.",
    });
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("must be a whole number from 0 to 65535");
}

/** `old`, or `NAME=on,NAME=off`. Which names there are the emulator knows. */
function parseFeatures(text: string): EmulatorFeatures {
  if (text === "old") return "old";
  const entries = text.split(",").map((part) => {
    const match = /^\s*(\w+)=(on|off)\s*$/.exec(part);
    if (!match) throw new InvalidArgumentError('must be "old" or a list such as NAME=off,OTHER=on');
    return [match[1] as EmulatorFeature, match[2] === "on"] as const;
  });
  return Object.fromEntries(entries);
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
