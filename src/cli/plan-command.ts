import type { Command } from "commander";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";
import { type PlanFlags, withChanges, withOwner, withScopes } from "./plan/plan-flags.js";

/** The options of `plan`. */
export interface PlanCommandFlags extends PlanFlags {
  readonly out?: string;
  readonly exitCode?: boolean;
  readonly destroy?: boolean;
}

/** `wandb-automations plan`: what `apply` would do. */
export function planCommand(io: CommandIo): Command {
  const command = createCommand({
    name: "plan",
    description:
      "Compare the server with the automations in files, field by field, and change nothing. " +
      "Exits with 1 if something is in the way; with --exit-code also if there is something to do.",
    examples: [
      "plan",
      "plan automations/*.ts --prune --scope acme",
      "plan --exit-code",
      "plan --out plan.json",
      "plan --json | jq .changes",
    ],
  }).argument("[files...]", "files, folders or glob patterns; those of the project by default");
  return withChanges(withScopes(withOwner(command)))
    .option("--destroy", "plan what destroy would do")
    .option("--exit-code", "exit with 1 if the server has to be changed: for finding drift in CI")
    .option("--out <file>", "write the plan down, for apply --plan; holds no secrets")
    .action(
      io.action(async (files: readonly string[], flags: PlanCommandFlags) => {
        const { plan } = await import("./plan/plan.js");
        return await plan(io, files, flags);
      }),
    );
}
