import { relative, resolve, sep } from "node:path";
import type { FSWatcher } from "chokidar";
import { isAutomationsError } from "../../errors/index.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import { writeNote } from "../text/write-note.js";
import type { TestOutcome } from "./test.js";

/** Editors write a file in several steps, and save several files at once. */
const QUIET_MS = 100;
const CODE = /\.([cm]?[jt]sx?|json|ya?ml)$/i;
const MODULE_OR_TEST = /\.([cm]?[jt]sx?|ya?ml)$/i;
const HISTORY = /\.(wandb|jsonl|ndjson|json|csv|parquet)$/i;
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
  const own = new Set(written.map((file) => resolve(io.cwd, file)));
  const changes = new Changes();
  const stop = () => changes.end();
  io.signal.addEventListener("abort", stop, { once: true });
  if (io.signal.aborted) stop();
  const notice = (kinds: RegExp) => (path: string) => {
    if (kinds.test(path) && !own.has(path)) changes.add(path);
  };
  const project = new WatchedPaths(io, notice(CODE));
  const histories = new WatchedPaths(io, notice(HISTORY));
  let last: CommandResult = { document: {} };
  try {
    await project.watch([io.cwd]);
    while (!changes.ended) {
      const outcome = await once(io, run, changes);
      if (outcome !== undefined) {
        last = outcome;
        const named = outcome.report.files.filter((file) => !MODULE_OR_TEST.test(file));
        await histories.watch(named.map((file) => fixedPart(resolve(io.cwd, file))));
      }
      if (changes.ended) break;
      io.err("\nWaiting for changes; Ctrl+C stops.\n");
      const path = await changes.next();
      if (path !== undefined) io.err(`\n${relative(io.cwd, path)} changed.\n\n`);
    }
  } finally {
    io.signal.removeEventListener("abort", stop);
    await Promise.all([project.close(), histories.close()]);
  }
  return { ...last, exitCode: 0 };
}

/** Files and folders that are watched, one set after the other. */
class WatchedPaths {
  readonly #io: CommandIo;
  readonly #onChange: (path: string) => void;
  #paths: readonly string[] = [];
  #watcher: FSWatcher | undefined;

  constructor(io: CommandIo, onChange: (path: string) => void) {
    this.#io = io;
    this.#onChange = onChange;
  }

  /** Watches just these; no change after it has returned is missed. */
  async watch(paths: readonly string[]): Promise<void> {
    const wanted = [...new Set(paths)].sort();
    if (wanted.join("\0") === this.#paths.join("\0")) return;
    await this.close();
    this.#paths = wanted;
    if (wanted.length === 0) return;
    const { watch } = await import("chokidar");
    const { cwd, err } = this.#io;
    const watcher = watch(wanted, {
      ignoreInitial: true,
      ignored: (path) => {
        const parts = relative(cwd, path).split(sep);
        return parts.some((part) => NEVER.has(part));
      },
    });
    this.#watcher = watcher;
    watcher.on("all", (_, path) => this.#onChange(path));
    watcher.on("error", (error) => err(`Files can't be watched: ${(error as Error).message}\n`));
    await new Promise<void>((ready) => watcher.once("ready", ready));
  }

  async close(): Promise<void> {
    await this.#watcher?.close();
    this.#watcher = undefined;
  }
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
