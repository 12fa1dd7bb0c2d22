import { type Command, InvalidArgumentError } from "commander";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";

/** The options of `init`. */
export interface InitFlags {
  readonly project?: string;
  readonly force?: boolean;
}

/** `wandb-automations init`: a small project that works. */
export function initCommand(io: CommandIo): Command {
  return createCommand({
    name: "init",
    description: "Write a small project that works: automations, their test, and a workflow for GitHub.",
    examples: ["init", "init alerts --project acme/vision", "init --force"],
  })
    .argument("[folder]", "where to write it; the working directory by default")
    .option("--project <entity/project>", "the W&B project that its automations watch", parseProject)
    .option("--force", "write files again that are there already")
    .action(
      io.action(async (folder: string | undefined, flags: InitFlags) => {
        const { init } = await import("./init/init.js");
        return await init(io, folder ?? ".", flags);
      }),
    );
}

function parseProject(text: string): string {
  if (/^[\w.-]+\/[\w. -]+$/.test(text)) return text;
  throw new InvalidArgumentError("must be entity/project, as in acme/vision");
}
