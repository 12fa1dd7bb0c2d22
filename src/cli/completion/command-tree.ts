import type { Command, Option } from "commander";
import { REPORTERS } from "../report/reporter-option.js";

/** An option as shells complete it. */
export interface CompletedOption {
  /** `--json`. */
  readonly flag: string;
  readonly description: string;
  /** Whether a value comes after it. */
  readonly takesValue: boolean;
  /** What the value may be, where that is known; else files are completed. */
  readonly choices: readonly string[];
}

/** A command as shells complete it. */
export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** What its argument may be, where that is known; else files are completed. */
  readonly choices: readonly string[];
}

/** The commands of a program, itself first, its help's options included. */
export function commandTree(program: Command): CompletedCommand[] {
  const help = program.createHelp();
  return [program, ...program.commands].map((command) => ({
    name: command === program ? "" : command.name(),
    description: command.summary(),
    options: help.visibleOptions(command).flatMap(toOption),
    choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  }));
}

function toOption(option: Option): CompletedOption[] {
  const { long, description, required, optional, argChoices } = option;
  if (!long) return [];
  const choices = long === "--reporter" ? [...REPORTERS] : (argChoices ?? []);
  return [
    { flag: long, description: description.split(/[;\n]/, 1)[0]!, takesValue: required || optional, choices },
  ];
}
