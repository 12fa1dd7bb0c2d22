import type { Command } from "commander";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";
import { type PlaceFlags, withPlace } from "./remote/place-options.js";

/** `wandb-automations show`: one automation, whole. */
export function showCommand(io: CommandIo): Command {
  const command = createCommand({
    name: "show",
    description: "Show everything about one automation on the server, without its secrets.",
    examples: ["show loss-spike", "show loss-spike --project acme/vision", "show loss-spike --json"],
  }).argument("<name>", "the automation's name, or its id");
  return withPlace(command).action(
    io.action(async (name: string, flags: PlaceFlags) => {
      const { show } = await import("./remote/show.js");
      return await show(io, name, flags);
    }),
  );
}
