import { AutomationsError } from "../errors/index.js";
import type { CliIo } from "./cli-io.js";
import { usageError } from "./usage-error.js";

const DEFAULT_COLUMNS = 80;
const MIN_COLUMNS = 40;

/**
 * The process's own input and output. What a user's file prints while it is loaded goes to stderr, so that stdout
 * holds what the command says and nothing else.
 */
export function processIo(): CliIo {
  const { stdin, stdout, stderr, env } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr) as typeof stdout.write;
  for (const stream of [stdout, stderr]) stream.on("error", ignoreBrokenPipe);
  const isTty = stdout.isTTY === true;
  const stop = stopOnSignals();
  return {
    out: (text) => {
      write(text);
    },
    err: (text) => {
      stderr.write(text);
    },
    signal: stop.signal,
    env,
    cwd: process.cwd(),
    isTty,
    columns: isTty ? Math.max(stdout.columns || DEFAULT_COLUMNS, MIN_COLUMNS) : DEFAULT_COLUMNS,
    color: wantsColor(isTty, env),
    confirm: async (question) => {
      if (!stdin.isTTY || !stderr.isTTY) {
        throw usageError(
          `Nobody can be asked "${question}": this isn't a terminal.`,
          "Add --auto-approve, or --help to see what can be said beforehand.",
        );
      }
      const answer = await ask(question, stop);
      return /^\s*y(es)?\s*$/i.test(answer);
    },
    now: Date.now,
  };
}

/** NO_COLOR (no-color.org) before FORCE_COLOR before what stdout is. */
export function wantsColor(isTty: boolean, env: CliIo["env"]): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "") return env.FORCE_COLOR !== "0";
  return isTty && env.TERM !== "dumb";
}

/** The first Ctrl+C asks the command to stop, the second ends the process as the system does. */
function stopOnSignals(): AbortController {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  return stop;
}

/** While a line is read, Ctrl+C is a key and no signal. The end of input is no answer. */
async function ask(question: string, stop: AbortController): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.once("SIGINT", () => stop.abort());
  const ended = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  try {
    return await Promise.race([terminal.question(`${question} [y/N] `, { signal: stop.signal }), ended]);
  } catch (cause) {
    if (!stop.signal.aborted) throw cause;
    throw new AutomationsError("ABORTED", "Interrupted before it was answered; nothing was done.");
  } finally {
    terminal.close();
  }
}

/** `| head` closes the pipe: what is left to say is dropped, what is left to do is done. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
