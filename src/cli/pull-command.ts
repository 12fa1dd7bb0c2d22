import type { Command } from "commander";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";

/** The options of `pull`. */
export interface PullFlags {
  readonly out?: string;
  readonly force?: boolean;
}

export const PLACES =
  "teams or organizations (acme), projects (acme/vision), registries (acme-inc/wandb-registry-model), collections";

/** `wandb-automations pull`: existing automations as TypeScript. */
export function pullCommand(io: CommandIo): Command {
  return createCommand({
    name: "pull",
    description:
      "Write automations that are on the server down as TypeScript, to stdout or to a file. The server isn't changed; " +
      "planning with the file gives no changes. Payloads are written whole, with whatever secrets they hold.",
    examples: [
      "pull acme > automations.ts",
      "pull acme/vision --out automations.ts",
      "pull acme acme-inc --json",
    ],
  })
    .argument("<places...>", PLACES)
    .option("--out <file>", "the file to write; refused if it is there already")
    .option("--force", "write over the file")
    .action(
      io.action(async (places: readonly string[], flags: PullFlags) => {
        const { pull } = await import("./plan/pull.js");
        return await pull(io, places, flags);
      }),
    );
}
