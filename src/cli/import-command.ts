import type { Command } from "commander";
import { type ApplyFlags, withApproval } from "./apply-command.js";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";
import { withOwner } from "./plan/plan-flags.js";
import { PLACES, type PullFlags } from "./pull-command.js";

/** The options of `import`. */
export interface ImportFlags extends PullFlags, Omit<ApplyFlags, "plan"> {}

/** `wandb-automations import`: pulls automations and takes them over. */
export function importCommand(io: CommandIo): Command {
  const command = createCommand({
    name: "import",
    description:
      "Write automations that are on the server down as TypeScript, as pull does, and take them over: from then on " +
      "they are this owner's. On the server, only their descriptions change, by a marker at the end. What another " +
      "owner manages is written down and left to that owner.",
    examples: ["import acme/vision --out automations.ts", "import acme --out automations.ts --auto-approve"],
  })
    .argument("<places...>", PLACES)
    .requiredOption("--out <file>", "the file to write; refused if it is there already")
    .option("--force", "write over the file");
  return withApproval(withOwner(command)).action(
    io.action(async (places: readonly string[], flags: ImportFlags) => {
      const { importAutomations } = await import("./plan/pull.js");
      return await importAutomations(io, places, flags);
    }),
  );
}
