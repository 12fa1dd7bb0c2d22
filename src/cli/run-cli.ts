import { Command, CommanderError } from "commander";
import { ERROR_CODES, isAutomationsError } from "../errors/index.js";
import { VERSION } from "../wire/version.js";
import { emulatorCommand } from "./emulator-command.js";

/** Where a command writes, and what ends it early. The process's own unless a test gives others. */
export interface CliIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Aborted when the user asks the command to stop. */
  readonly signal: AbortSignal;
}

/** 0 fine, 1 a check failed, 2 usage, 4 server (docs/errors.md). */
export type ExitCode = 0 | 1 | 2 | 4;

/**
 * Runs one command line.
 *
 * @param argv the arguments after the program's name.
 * @returns the exit code. Errors are written to `io.err`, never thrown.
 */
export async function runCli(argv: readonly string[], io: CliIo = processIo()): Promise<ExitCode> {
  const program = new Command("wandb-automations")
    .description("Weights & Biases Automations on the command line.")
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError("(add --help for what it takes)");
  program.addCommand(emulatorCommand(io).copyInheritedSettings(program));
  try {
    await program.parseAsync([...argv], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!isAutomationsError(error)) throw error;
    io.err(`${error.message}\n${error.hint === undefined ? "" : `hint: ${error.hint}\n`}`);
    return ERROR_CODES[error.code].exitCode;
  }
}

function processIo(): CliIo {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    signal: stop.signal,
  };
}
