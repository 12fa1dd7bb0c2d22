import { isAutomationsError } from "../errors/index.js";

/** Something that keeps a file, or an export, from being an automation. */
export interface LoadProblem {
  /** A warning may be what was meant, and doesn't keep the other automations from being used. */
  readonly severity: "error" | "warning";
  /** Path from the working directory, with forward slashes; the pattern where nothing matches it. */
  readonly file: string;
  /** Counts from 1. */
  readonly line?: number;
  readonly message: string;
  readonly hint?: string;
}

const INSTALL = "Install it in this project: npm install wandb-automations";

/** The problem of a file that can't be loaded, in the words of what it threw. */
export function notLoaded(file: string, fullPath: string, error: unknown): LoadProblem {
  const message = messageOf(error);
  const missing = /Cannot find (module|package) ['"]wandb-automations/.test(message);
  const hint = missing ? INSTALL : isAutomationsError(error) ? error.hint : undefined;
  const line = lineOf(error, fullPath);
  return {
    severity: "error",
    file,
    ...(line === undefined ? {} : { line }),
    message: missing ? 'it imports "wandb-automations", which isn\'t installed' : message,
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Without the path and the list of `require`s that loaders add. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error) && !isAutomationsError(error)) return `it throws ${String(error)}`;
  return (
    error.message
      .replace(/\nRequire stack:[\s\S]*$/, "")
      .replace(/^ParseError: /, "")
      .trim() || error.name
  );
}

/** The line of the file where it was thrown: from the stack, or as parsers say it, `(3:14)`. */
function lineOf(error: unknown, fullPath: string): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const stack = error.stack ?? "";
  const at = stack.indexOf(`${fullPath}:`);
  const found =
    at === -1
      ? /\((\d+):\d+\)/.exec(error.message)?.[1]
      : /^\d+/.exec(stack.slice(at + fullPath.length + 1))?.[0];
  return found === undefined ? undefined : Number(found);
}
