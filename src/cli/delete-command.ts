import type { Command } from "commander";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";
import { type PlaceFlags, withPlace } from "./remote/place-options.js";

/** The options of `delete`. */
export interface DeleteFlags extends PlaceFlags {
  readonly autoApprove?: boolean;
}

/** `wandb-automations delete`: takes automations off the server. */
export function deleteCommand(io: CommandIo): Command {
  const command = createCommand({
    name: "delete",
    description: "Delete automations on the server, after asking. Exits with 1 if the answer is no.",
    examples: ["delete loss-spike", "delete loss-spike nan-loss --project acme/vision --auto-approve"],
  }).argument("<names...>", "the automations' names, or their ids");
  return withPlace(command)
    .option("--auto-approve", "don't ask")
    .action(
      io.action(async (names: readonly string[], flags: DeleteFlags) => {
        const { deleteAutomations } = await import("./remote/delete.js");
        return await deleteAutomations(io, names, flags);
      }),
    );
}
