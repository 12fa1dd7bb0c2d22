import { CommanderError } from "commander";
import { ERROR_CODES, formatPath, isAutomationsError, isValidationError } from "../errors/index.js";
import type { ExitCode } from "./cli-io.js";

/** An error as `--json` prints it. */
export interface ErrorDocument {
  /** A code of docs/errors.md. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** What the error is about: an option, a property of an automation, a file. */
  readonly path?: string;
  /** All that is wrong, where it is more than one thing. */
  readonly issues?: readonly { readonly code: string; readonly path: string; readonly message: string }[];
  readonly docsUrl?: string;
}

/** What an error means to the command line. */
export interface ErrorReport {
  readonly exitCode: ExitCode;
  readonly document: ErrorDocument;
  /** Whether commander has told the user already. */
  readonly told: boolean;
}

/** Reads an error that ended a command. Gives `undefined` for one that nobody threw on purpose: a bug. */
export function reportError(error: unknown): ErrorReport | undefined {
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, "");
    return { exitCode: 2, document: { code: "USAGE", message }, told: true };
  }
  if (!isAutomationsError(error)) return undefined;
  const issues = isValidationError(error)
    ? error.issues.map(({ code, path, message }) => ({ code, path: formatPath(path), message }))
    : [];
  const path = issues[0]?.path || (error as { readonly file?: string }).file;
  return {
    exitCode: ERROR_CODES[error.code].exitCode,
    document: {
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(path ? { path } : {}),
      ...(issues.length > 0 ? { issues } : {}),
      docsUrl: error.docsUrl,
    },
    told: false,
  };
}
