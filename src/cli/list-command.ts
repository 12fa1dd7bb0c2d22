import type { Command } from "commander";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";
import { type PlaceFlags, withPlace } from "./remote/place-options.js";

/** The options of `list`. */
export interface ListFlags extends PlaceFlags {
  readonly event?: string;
  readonly enabled?: boolean;
  readonly disabled?: boolean;
}

/** `wandb-automations list`: the automations on the server. */
export function listCommand(io: CommandIo): Command {
  const command = createCommand({
    name: "list",
    description: "List the automations that are on the server.",
    examples: [
      "list acme",
      "list acme/vision --enabled",
      "list --registry acme-inc/model --event link-artifact",
    ],
  }).argument(
    "[place]",
    "a team (acme), project (acme/vision), registry or collection, in place of the options",
  );
  return withPlace(command)
    .option("--event <kind>", "only those that wait for this: run-metric, run-state, add-artifact-alias, …")
    .option("--enabled", "only those that are enabled")
    .option("--disabled", "only those that are disabled")
    .action(
      io.action(async (place: string | undefined, flags: ListFlags) => {
        const { list } = await import("./remote/list.js");
        return await list(io, place, flags);
      }),
    );
}
