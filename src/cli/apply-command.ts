import { type Command, InvalidArgumentError } from "commander";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";
import { type PlanFlags, withChanges, withOwner, withScopes } from "./plan/plan-flags.js";

/** What `apply`, `destroy` and `import` take besides. */
export interface ApplyFlags extends PlanFlags {
  readonly autoApprove?: boolean;
  readonly concurrency?: number;
  readonly plan?: string;
}

/** `wandb-automations apply`: makes the server have what files say. */
export function applyCommand(io: CommandIo): Command {
  const command = createCommand({
    name: "apply",
    description:
      "Plan, ask, and make the server have the automations in files. Can be interrupted and repeated: what is done " +
      "stays done, and nothing is made twice. Exits with 4 if a change failed, with 1 if something is in the way or " +
      "the answer is no.",
    examples: [
      "apply",
      "apply --auto-approve --prune",
      "apply automations/ --adopt",
      "apply --plan plan.json",
      "apply --auto-approve --json",
    ],
  }).argument("[files...]", "files, folders or glob patterns; those of the project by default");
  return withApproval(withChanges(withScopes(withOwner(command))))
    .option("--plan <file>", "apply what plan --out wrote, if it still is what would be done; doesn't ask")
    .action(
      io.action(async (files: readonly string[], flags: ApplyFlags) => {
        const { apply } = await import("./plan/apply.js");
        return await apply(io, files, flags);
      }),
    );
}

/** Adds how changes are approved and made. */
export function withApproval(command: Command): Command {
  return command
    .option("--auto-approve", "don't ask")
    .option("--concurrency <number>", "requests at the same time; 4 by default", parseConcurrency);
}

function parseConcurrency(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 100) return number;
  throw new InvalidArgumentError("must be a whole number from 1 to 100");
}
