import type { createColors } from "picocolors";
import type { CliIo, ExitCode } from "./cli-io.js";

/** What a command's action gives back. What people read, it has written to `io.out` by then. */
export interface CommandResult {
  /** 0 by default. */
  readonly exitCode?: ExitCode;
  /** What `--json` prints besides `schemaVersion`, `command` and `ok`. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** What a command has to work with. */
export interface CommandIo extends CliIo {
  /** Whether stdout gets one JSON document and nothing else. */
  readonly json: boolean;
  /** Colours, or functions that give back what they get where there is no colour. */
  readonly paint: ReturnType<typeof createColors>;
  /**
   * Makes a command's action of a function that gives a result. The function should load what it needs with
   * `import()`, so that `--help` and other commands don't.
   */
  readonly action: <A extends unknown[]>(
    run: (...parameters: A) => Promise<CommandResult>,
  ) => (...parameters: A) => Promise<void>;
}
