import { Argument, type Command } from "commander";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";

const SHELLS = ["bash", "zsh", "fish"] as const;

/** A shell that completions are written for. */
export type Shell = (typeof SHELLS)[number];

/** `wandb-automations completion`: a script that completes the command line in a shell. */
export function completionCommand(io: CommandIo): Command {
  const command = createCommand({
    name: "completion",
    description: "Print a script that completes commands and options in your shell.",
    examples: [
      "completion bash >> ~/.bashrc",
      'completion zsh > "${fpath[1]}/_wandb-automations"',
      "completion fish | source",
    ],
  }).addArgument(new Argument("<shell>", "the shell").choices(SHELLS));
  return command.action(
    io.action(async (shell: Shell) => {
      const { completionScript } = await import("./completion/completion-script.js");
      const script = completionScript(command.parent!, shell);
      io.out(script);
      return { document: { shell, script } };
    }),
  );
}
