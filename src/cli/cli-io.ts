/** 0 fine, 1 a check failed, 2 usage, 3 warnings under `--strict`, 4 server, 130 interrupted (docs/cli.md). */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130;

/**
 * Everything a command has of the outside world. The process's own in the program ({@link processIo}); tests give
 * others and run commands in process.
 */
export interface CliIo {
  /** Writes to stdout. With `--json` nothing but the document goes there, and this does nothing. */
  readonly out: (text: string) => void;
  /** Writes to stderr. */
  readonly err: (text: string) => void;
  /** Aborted when the user asks the command to stop. */
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** Whether stdout is a terminal. */
  readonly isTty: boolean;
  /** How wide a line may be, in columns: the terminal's width, or 80. */
  readonly columns: number;
  /** Whether output is coloured. Commands ask {@link CommandIo.paint} instead. */
  readonly color: boolean;
  /**
   * Asks on the terminal, on stderr. Anything but yes is no.
   *
   * @throws AutomationsError `USAGE` where nobody can answer: stdin or stderr isn't a terminal.
   */
  readonly confirm: (question: string) => Promise<boolean>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Sends requests in place of the runtime's own `fetch`. */
  readonly fetch?: typeof fetch;
}
