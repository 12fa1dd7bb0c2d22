import type { Command } from "commander";
import type { Shell } from "../completion-command.js";
import { bashScript } from "./bash-script.js";
import { commandTree } from "./command-tree.js";
import { fishScript } from "./fish-script.js";
import { zshScript } from "./zsh-script.js";

/** A script that completes a program's commands and options in a shell, made of what the program says of itself. */
export function completionScript(program: Command, shell: Shell): string {
  const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };
  return scripts[shell](program.name(), commandTree(program));
}
