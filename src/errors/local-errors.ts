import { AutomationsError, type ErrorOptions } from "./automations-error.js";

/** An automation can't be evaluated: an unknown filter operator, an event kind this version doesn't know. */
export class EvaluationError extends AutomationsError {
  constructor(message: string, options: ErrorOptions = {}) {
    super("EVALUATION", message, options);
  }
}

/** Where in which file. `line` counts from 1, `offset` is in bytes from 0. */
export interface HistoryLocation {
  readonly file?: string;
  readonly line?: number;
  readonly offset?: number;
}

/** A run's history can't be read. Says in which file, at which line or byte. */
export class HistoryError extends AutomationsError {
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly offset: number | undefined;

  constructor(message: string, options: ErrorOptions & HistoryLocation = {}) {
    const at = [
      options.file,
      options.line === undefined ? undefined : `line ${options.line}`,
      options.offset === undefined ? undefined : `byte ${options.offset}`,
    ].filter((part) => part !== undefined);
    super("HISTORY", at.length > 0 ? `${at.join(", ")}: ${message}` : message, options);
    this.file = options.file;
    this.line = options.line;
    this.offset = options.offset;
  }
}

/** An optional package is needed for this and isn't installed. */
export class MissingDependencyError extends AutomationsError {
  readonly packageName: string;

  constructor(packageName: string, purpose: string, options: { cause?: unknown } = {}) {
    super("MISSING_DEPENDENCY", `${purpose} needs the package "${packageName}", which isn't installed.`, {
      hint: `Install it: npm install ${packageName}`,
      ...options,
    });
    this.packageName = packageName;
  }
}
