import { Command, CommanderError, type OutputConfiguration } from "commander";
import picocolors from "picocolors";
import { AutomationsError } from "../errors/index.js";
import { VERSION } from "../wire/version.js";
import type { CliIo, ExitCode } from "./cli-io.js";
import type { CommandIo, CommandResult } from "./command-io.js";
import { COMMANDS } from "./commands.js";
import { helpWidth } from "./create-command.js";
import { type ErrorDocument, reportError } from "./error-report.js";

/** The version of what `--json` prints. It changes when a field goes or changes its meaning, not when one comes. */
const SCHEMA_VERSION = 1;

/**
 * Runs one command line.
 *
 * @param argv the arguments after the program's name.
 * @returns the exit code. Errors are written to `io.err`, or into the JSON document, never thrown, unless they are
 * bugs.
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  const json = hasFlag(argv, "--json");
  const color = io.color && !hasFlag(argv, "--no-color") && !json;
  let result: CommandResult = { document: {} };
  let written = "";
  let command: Command | undefined;
  const commandIo: CommandIo = {
    ...io,
    out: json ? () => {} : io.out,
    color,
    json,
    paint: picocolors.createColors(color),
    action:
      (run) =>
      async (...parameters) => {
        result = await run(...withoutGlobalFlags(parameters));
      },
  };
  const collect = (text: string) => {
    written += text;
  };
  const output = {
    writeOut: json ? collect : io.out,
    writeErr: json ? () => {} : io.err,
    getOutHelpWidth: () => helpWidth(io.columns),
    getErrHelpWidth: () => helpWidth(io.columns),
    getOutHasColors: () => color,
    getErrHasColors: () => color,
  };
  const program = createProgram(commandIo, output).hook("preAction", (_, action) => {
    command = action;
  });
  const print = (exitCode: ExitCode, document: CommandResult["document"]): ExitCode => {
    const name = command?.name() ?? namedCommand(program, argv);
    const whole = { schemaVersion: SCHEMA_VERSION, command: name, ok: exitCode === 0, ...document };
    if (json) io.out(`${JSON.stringify(whole, undefined, 2)}\n`);
    return exitCode;
  };
  try {
    await program.parseAsync([...argv], { from: "user" });
    return print(result.exitCode ?? 0, result.document);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return print(0, { text: written });
    // What is stopped by the signal rejects with its reason.
    const isStopped = io.signal.aborted && error === io.signal.reason;
    const report = reportError(isStopped ? new AutomationsError("ABORTED", "Interrupted.") : error);
    if (!report) {
      print(1, { error: { code: "INTERNAL", message: String(error) } });
      throw error;
    }
    const { document, told } = report;
    if (!json && !told) io.err(await forPeople(document, io));
    return print(io.signal.aborted ? 130 : report.exitCode, { error: document });
  }
}

/** An error in lines that fit a terminal; piped, a line is a line. */
async function forPeople({ message, hint }: ErrorDocument, { isTty, columns }: CliIo): Promise<string> {
  const text = `${message}\n${hint ? `hint: ${hint}\n` : ""}`;
  const { printable } = await import("../evaluate/picture/printable.js");
  if (!isTty) return printable(text);
  const { wrapLines } = await import("./text/wrap-text.js");
  return wrapLines(printable(text), columns);
}

const EXAMPLES = `
Examples:
  $ wandb-automations init my-alerts
  $ wandb-automations validate --strict
  $ wandb-automations test
  $ wandb-automations plan --help`;

/** Commander gives the arguments, then the options, then the command. The global options are ours. */
function withoutGlobalFlags<A extends unknown[]>(parameters: A): A {
  const given = [...parameters] as A;
  const { json: _, color: __, ...flags } = given.at(-2) as Record<string, unknown>;
  given[given.length - 2] = flags;
  return given;
}

function createProgram(io: CommandIo, output: OutputConfiguration): Command {
  const program = new Command("wandb-automations")
    .description("Weights & Biases Automations on the command line.")
    .version(VERSION)
    .option("--json", "print one JSON document and nothing else (docs/cli.md has its schema)")
    .option("--no-color", "print without colour, as with NO_COLOR=1")
    .exitOverride()
    .configureOutput(output)
    .showHelpAfterError("(add --help for what it takes)")
    .addHelpText("after", EXAMPLES);
  for (const create of COMMANDS) program.addCommand(inherit(create(io), program));
  return program;
}

function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inherit(child, command);
  return command;
}

/** Asked before the command line is read, because errors in it must come out in the right form too. */
function hasFlag(argv: readonly string[], flag: string): boolean {
  const end = argv.indexOf("--");
  return (end === -1 ? argv : argv.slice(0, end)).includes(flag);
}

/** The command that the first word names; the program itself where none does. */
function namedCommand(program: Command, argv: readonly string[]): string {
  const names = program.commands.flatMap((each) => [each.name(), ...each.aliases()]);
  return argv.find((word) => names.includes(word)) ?? program.name();
}
