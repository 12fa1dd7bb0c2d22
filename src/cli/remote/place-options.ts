import type { Command } from "commander";

/** Where automations are looked for. */
export interface PlaceFlags {
  readonly entity?: string;
  readonly project?: string;
  readonly registry?: string;
}

/** Gives a command the options that say where automations are looked for. */
export function withPlace(command: Command): Command {
  return command
    .option("--entity <name>", "of this team or user; by default WANDB_ENTITY, else every project you see")
    .option("--project <entity/project>", "of this project and its collections; the entity may be left out")
    .option("--registry <organization/registry>", "of this registry and its collections");
}
