import type { Command } from "commander";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";
import { type PlaceFlags, withPlace } from "./remote/place-options.js";

/** `wandb-automations enable`: lets automations fire. */
export function enableCommand(io: CommandIo): Command {
  return switchCommand(io, "enable", "Let automations on the server fire.");
}

/** `wandb-automations disable`: keeps automations from firing. */
export function disableCommand(io: CommandIo): Command {
  return switchCommand(io, "disable", "Keep automations on the server from firing, without deleting them.");
}

function switchCommand(io: CommandIo, name: "enable" | "disable", description: string): Command {
  const command = createCommand({
    name,
    description,
    examples: [`${name} loss-spike`, `${name} loss-spike nan-loss --project acme/vision`],
  }).argument("<names...>", "the automations' names, or their ids");
  return withPlace(command).action(
    io.action(async (names: readonly string[], flags: PlaceFlags) => {
      const { switchAutomations } = await import("./remote/switch.js");
      return await switchAutomations(io, names, name === "enable", flags);
    }),
  );
}
