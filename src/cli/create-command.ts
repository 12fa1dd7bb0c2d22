import { Command } from "commander";

const MAX_HELP_WIDTH = 80;

/** What a command is called, what it does, and command lines to copy. */
export interface CommandFacts {
  readonly name: string;
  readonly description: string;
  /** Without the program's name: `validate --strict`. */
  readonly examples: readonly string[];
}

/**
 * A command with what all commands have: the global options, and examples in its help. The first sentence of its
 * description, or what stands before a colon, says in the list of commands what it is for.
 */
export function createCommand({ name, description, examples }: CommandFacts): Command {
  const lines = examples.map((example) => brokenLine(`  $ wandb-automations ${example}`));
  return new Command(name)
    .description(description)
    .summary(description.split(/(?<=[a-z])[.:] /, 1)[0]!.replace(/\.$/, ""))
    .option("--json", "print one JSON document and nothing else (docs/cli.md has its schema)")
    .option("--no-color", "print without colour, as with NO_COLOR=1")
    .addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
}

/** A command line over several lines, as a shell takes it, where it is too long for one. */
function brokenLine(line: string): string {
  if (line.length <= MAX_HELP_WIDTH) return line;
  const at = line.lastIndexOf(" --", MAX_HELP_WIDTH - 2);
  return at <= 0 ? line : `${line.slice(0, at)} \\\n${brokenLine(`     ${line.slice(at)}`)}`;
}

/** How wide help may be: as wide as the terminal, up to 80 columns. */
export function helpWidth(columns: number): number {
  return Math.min(columns, MAX_HELP_WIDTH);
}
