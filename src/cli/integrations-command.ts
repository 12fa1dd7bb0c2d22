import { type Command, Option } from "commander";
import type { Integration } from "../model/integrations.js";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";

/** The options of `integrations`. */
export interface IntegrationsFlags {
  readonly entity?: string;
  readonly kind?: Integration["kind"];
}

const KINDS: readonly Integration["kind"][] = ["slack", "webhook"];

/** `wandb-automations integrations`: what actions can use. */
export function integrationsCommand(io: CommandIo): Command {
  return createCommand({
    name: "integrations",
    description: "List a team's integrations, which the actions of automations use. URLs aren't shown.",
    examples: ["integrations --entity acme", "integrations --kind slack --json"],
  })
    .option("--entity <name>", "of this team or user; by default WANDB_ENTITY, else the key owner's")
    .addOption(new Option("--kind <kind>", "only those of this kind").choices(KINDS))
    .action(
      io.action(async (flags: IntegrationsFlags) => {
        const { listIntegrations } = await import("./remote/integrations.js");
        return await listIntegrations(io, flags);
      }),
    );
}
