import type { Command } from "commander";

/** The options that `plan`, `apply`, `destroy` and `import` share. */
export interface PlanFlags {
  readonly owner?: string;
  readonly scope?: readonly string[];
  readonly prune?: boolean;
  readonly adopt?: boolean;
  readonly allowUnverified?: boolean;
}

/** Adds what says whose automations are meant, and where. */
export function withOwner(command: Command): Command {
  return command.option(
    "--owner <name>",
    "whose automations these are; by default WANDB_AUTOMATIONS_OWNER, or the name in package.json",
  );
}

/** Adds what says where else to look. */
export function withScopes(command: Command): Command {
  return command.option(
    "--scope <place>",
    "an entity or a path to look at, too, for automations of this owner; may be repeated",
    (place: string, before: readonly string[] = []) => [...before, place],
  );
}

/** Adds what says what may be done. */
export function withChanges(command: Command): Command {
  return command
    .option("--prune", "delete what this owner manages and the configuration doesn't have any more")
    .option("--adopt", "take over automations of the same name that nobody manages")
    .option("--allow-unverified", "send what no W&B server is known to accept, such as sum");
}
