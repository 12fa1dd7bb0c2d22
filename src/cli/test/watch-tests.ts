import { relative, resolve, sep } from "node:path";
import { isAutomationsError } from "../../errors/index.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import { writeNote } from "../text/write-note.js";
import type { TestOutcome } from "./test.js";

/** Editors write a file in several steps, and save several files at once. */
const QUIET_MS = 100;
const CODE = /\.([cm]?[jt]sx?|json|ya?ml)$/i;
const HISTORY = /\.(wandb|jsonl|ndjson|csv|parquet)$/i;
const NEVER = new Set(["node_modules", ".git", "dist", "build", "coverage", ".cache"]);

/**
 * Runs tests, and again whenever something changes that they may be made of, until the signal. Code and test files
 * count wherever they are in the project, because tests import others; history where a test names it.
 *
 * @param run runs the tests once; its signal is aborted when they are outdated
 * @param written files that the command writes itself
 */
export async function watchTests(
  io: CommandIo,
  run: (signal: AbortSignal) => Promise<TestOutcome>,
  written: readonly string[] = [],
): Promise<CommandResult> {
  const { watch } = await import("chokidar");
  const own = new Set(written.map((file) => resolve(io.cwd, file)));
  const changes = new Changes();
  let history: readonly string[] = [];
  let last: CommandResult = { document: {} };
  const watcher = watch(io.cwd, {
    ignoreInitial: true,
    ignored: (path) =>
      relative(io.cwd, path)
        .split(sep)
        .some((part) => NEVER.has(part)),
  });
  const stop = () => changes.end();
  io.signal.addEventListener("abort", stop, { once: true });
  if (io.signal.aborted) stop();
  watcher.on("all", (_, path) => {
    if (own.has(path)) return;
    const named = HISTORY.test(path) && history.some((folder) => path.startsWith(folder));
    if (named || CODE.test(path)) changes.add(path);
  });
  watcher.on("error", (error) => io.err(`Files can't be watched: ${(error as Error).message}\n`));
  try {
    await new Promise<void>((ready) => watcher.once("ready", ready));
    while (!changes.ended) {
      const outcome = await once(io, run, changes);
      if (outcome !== undefined) {
        last = outcome;
        const names = outcome.report.files.filter((file) => HISTORY.test(file));
        history = names.map((file) => fixedPart(resolve(io.cwd, file)));
        watcher.add([...new Set(history)]);
      }
      if (changes.ended) break;
      io.err("\nWaiting for changes; Ctrl+C stops.\n");
      const path = await changes.next();
      if (path !== undefined) io.err(`\n${relative(io.cwd, path)} changed.\n\n`);
    }
  } finally {
    io.signal.removeEventListener("abort", stop);
    await watcher.close();
  }
  return { ...last, exitCode: 0 };
}

/** Runs the tests, unless something changes meanwhile: then they are outdated. */
async function once(
  io: CommandIo,
  run: (signal: AbortSignal) => Promise<TestOutcome>,
  changes: Changes,
): Promise<TestOutcome | undefined> {
  const outdated = new AbortController();
  changes.onChange = () => outdated.abort();
  try {
    return await run(outdated.signal);
  } catch (error) {
    if (outdated.signal.aborted) return undefined;
    if (!isAutomationsError(error)) throw error;
    writeNote(io, `${error.message}${error.hint === undefined ? "" : `\nhint: ${error.hint}`}`);
    return undefined;
  } finally {
    changes.onChange = undefined;
  }
}

/** The folder that a path or pattern lies in for certain. */
function fixedPart(pattern: string): string {
  const special = pattern.search(/[*?{}[\]!()]/);
  return special < 0 ? pattern : pattern.slice(0, pattern.lastIndexOf("/", special));
}

/** Changes of files, gathered until there has been none for a moment. */
class Changes {
  ended = false;
  onChange: (() => void) | undefined;
  #latest: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wake: (() => void) | undefined;

  add(path: string): void {
    this.#latest = path;
    this.onChange?.();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#wake?.(), QUIET_MS);
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.#timer);
    this.onChange?.();
    this.#wake?.();
  }

  /** One of the files that changed, once they have come to rest; undefined at the end. */
  async next(): Promise<string | undefined> {
    if (!this.ended && (this.#latest === undefined || this.#timer !== undefined)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (this.#latest !== undefined) this.#timer = setTimeout(resolve, QUIET_MS);
      });
    }
    const path = this.#latest;
    this.#latest = undefined;
    this.#wake = undefined;
    this.#timer = undefined;
    return this.ended ? undefined : path;
  }
}
