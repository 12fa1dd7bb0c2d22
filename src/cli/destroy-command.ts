import type { Command } from "commander";
import { type ApplyFlags, withApproval } from "./apply-command.js";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";
import { withOwner, withScopes } from "./plan/plan-flags.js";

/** `wandb-automations destroy`: deletes what an owner manages. */
export function destroyCommand(io: CommandIo): Command {
  const command = createCommand({
    name: "destroy",
    description:
      "Delete every automation that this owner manages in the teams and organizations that the files name, also " +
      "those that aren't in the files any more. What nobody or somebody else manages stays.",
    examples: ["destroy", "destroy --auto-approve", "plan --destroy"],
  }).argument("[files...]", "files, folders or glob patterns; those of the project by default");
  return withApproval(withScopes(withOwner(command))).action(
    io.action(async (files: readonly string[], flags: ApplyFlags) => {
      const { destroy } = await import("./plan/apply.js");
      return await destroy(io, files, flags);
    }),
  );
}
