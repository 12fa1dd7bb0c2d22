import type { CliIo, ExitCode } from "../../../src/cli/cli-io.js";
import { runCli } from "../../../src/cli/run-cli.js";
import { usageError } from "../../../src/cli/usage-error.js";

/** What a command said, and how it ended. */
export interface CommandRun {
  readonly exitCode: ExitCode;
  readonly out: string;
  readonly err: string;
  /** The document of `--json`; fails where stdout holds anything else. */
  readonly json: () => Record<string, unknown>;
}

/** Runs a command line in this process: piped, without variables or network, unless `io` says otherwise. */
export async function runCommand(argv: readonly string[], io: Partial<CliIo> = {}): Promise<CommandRun> {
  const command = startCommand(argv, io);
  const exitCode = await command.exitCode;
  const out = command.out();
  return { exitCode, out, err: command.err(), json: () => JSON.parse(out) };
}

/** The same for commands that go on until they are stopped. */
export function startCommand(argv: readonly string[], io: Partial<CliIo> = {}) {
  const stop = new AbortController();
  let out = "";
  let err = "";
  const exitCode = runCli(argv, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    signal: stop.signal,
    env: {},
    cwd: process.cwd(),
    isTty: false,
    columns: 80,
    color: false,
    confirm: async (question) => {
      throw usageError(`Nobody can be asked "${question}".`);
    },
    now: Date.now,
    fetch: async () => {
      throw new TypeError("this test has no network");
    },
    ...io,
  });
  return { exitCode, stop: () => stop.abort(), out: () => out, err: () => err };
}
