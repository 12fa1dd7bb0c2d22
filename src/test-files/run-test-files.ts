import { dirname, resolve } from "node:path";
import { formatPath, isAutomationsError } from "../errors/index.js";
import { type LoadedAutomations, loadAutomations } from "../files/load-automations.js";
import { findTestFiles } from "./find-test-files.js";
import { parseIsoTime } from "./moment.js";
import { pathFrom } from "./path-from.js";
import { readTestFile, type TestFile } from "./read-test-file.js";
import { runTestCase } from "./run-test-case.js";
import { CoverageTally } from "./test-coverage.js";
import { TestFileError } from "./test-file-error.js";
import { historyPaths } from "./test-history.js";
import type { BrokenTestFile, TestReport, TestResult, TestStatus } from "./test-result.js";
import type { TestCase, TestsDefinition } from "./tests-definition.js";

/** Options of {@link runTestFiles}. */
export interface RunTestsOptions {
  /** The folder that patterns and reported paths start from. Default: that of the process. */
  readonly cwd?: string | undefined;
  /** Only the tests whose name it matches. */
  readonly run?: RegExp | undefined;
  /** Is told of each result as it comes. */
  readonly onResult?: ((result: TestResult) => void) | undefined;
  /** Stops the tests; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const DEFAULT_START = "2026-01-01T00:00:00Z";

/**
 * Runs test files: loads the automations they are about, gives each the history that a test holds, on the tests' own
 * clock, and compares what fires with what is expected. What `wandb-automations test` does.
 *
 * @param patterns paths, folders or glob patterns. Default: `automations.test.yaml`, `automations.tests.ts` and
 *   `*.automations.test.yaml` anywhere, and what has such an ending in `automations/`
 * @returns also what can't be used, as `broken`: one bad file doesn't keep the others from being run
 * @throws AutomationsError `FILES` where there are no test files
 *
 * @example
 * ```ts no-run
 * import { runTestFiles } from "wandb-automations/test-files";
 *
 * const { tests, coverage } = await runTestFiles(["automations.test.yaml"]);
 * for (const { name, status, difference } of tests) console.log(status, name, difference.join("\n"));
 * console.log(`${coverage.covered} of ${coverage.total} automations are covered`);
 * ```
 */
export async function runTestFiles(
  patterns: readonly string[] = [],
  options: RunTestsOptions = {},
): Promise<TestReport> {
  const started = performance.now();
  const cwd = resolve(options.cwd ?? ".");
  const run = new TestRun(cwd, options);
  for (const file of await findTestFiles(patterns, cwd)) {
    options.signal?.throwIfAborted();
    await run.file(file);
  }
  return run.report(performance.now() - started);
}

/** One go through test files. */
class TestRun {
  readonly #cwd: string;
  readonly #options: RunTestsOptions;
  readonly #coverage = new CoverageTally();
  readonly #loaded = new Map<string, Promise<LoadedAutomations>>();
  readonly #tests: TestResult[] = [];
  readonly #broken = new Map<string, BrokenTestFile>();
  readonly #files = new Set<string>();

  constructor(cwd: string, options: RunTestsOptions) {
    this.#cwd = cwd;
    this.#options = options;
  }

  async file(name: string): Promise<void> {
    this.#files.add(name);
    let file: TestFile;
    try {
      file = await readTestFile(name, resolve(this.#cwd, name), this.#cwd);
    } catch (error) {
      if (!isAutomationsError(error)) throw error;
      this.#breaks(
        error instanceof TestFileError ? error.issues : [{ file: name, message: error.message }],
        error.hint,
      );
      return;
    }
    for (const definition of file.definitions) await this.#definition(file, definition);
  }

  #breaks(problems: readonly BrokenTestFile[], hint?: string): void {
    for (const problem of problems) {
      const { file, line, column, message } = problem;
      const path = "path" in problem ? pathText(problem.path as readonly (string | number)[]) : "";
      const broken = {
        file,
        ...(line === undefined ? {} : { line }),
        ...(column === undefined ? {} : { column }),
        message: `${path}${message}`,
        ...(hint === undefined ? {} : { hint }),
      };
      this.#broken.set(JSON.stringify(broken), broken);
    }
  }

  async #definition(file: TestFile, definition: TestsDefinition): Promise<void> {
    const { automations: known } = await this.#automations(file.file, definition);
    const start = parseIsoTime(definition.start ?? DEFAULT_START)!;
    const clock = { file: resolve(this.#cwd, file.file), start };
    for (const [i, test] of definition.tests.entries()) {
      if (this.#options.run !== undefined && !this.#options.run.test(test.name)) continue;
      for (const path of historyPaths(test, file.file)) this.#files.add(path);
      const before = performance.now();
      const { outcome, covers } = await runTestCase(test, known, clock, this.#options.signal);
      if (covers !== undefined) {
        this.#coverage.add({ file: file.file, ...covers.named }, covers.shown);
      }
      const result: TestResult = {
        name: test.name,
        file: file.file,
        ...file.place?.(["tests", i]),
        ...outcome,
        durationMs: performance.now() - before,
      };
      this.#tests.push(result);
      this.#options.onResult?.(result);
    }
  }

  /** The automations that a test file is about: those it names, or the project's. */
  async #automations(file: string, { automations, tests }: TestsDefinition): Promise<LoadedAutomations> {
    const patterns =
      automations === undefined
        ? undefined
        : [automations].flat().map((path) => pathFrom(dirname(file), path));
    const key = JSON.stringify(patterns);
    const loading = this.#loaded.get(key) ?? loadAutomations(patterns, { cwd: this.#cwd });
    this.#loaded.set(key, loading);
    const loaded = await loading;
    for (const path of loaded.files) this.#files.add(path);
    this.#coverage.know(loaded.automations);
    const needed = automations !== undefined || tests.some(isByName);
    for (const { severity, hint, ...problem } of loaded.problems) {
      if (severity === "error" && needed) this.#breaks([problem], hint);
    }
    return loaded;
  }

  report(durationMs: number): TestReport {
    const count = (status: TestStatus) => this.#tests.filter((test) => test.status === status).length;
    return {
      tests: this.#tests,
      broken: [...this.#broken.values()],
      coverage: this.#coverage.result(),
      passed: count("passed"),
      failed: count("failed"),
      errors: count("error"),
      skipped: count("skipped"),
      durationMs,
      files: [...this.#files],
    };
  }
}

function isByName({ automation }: TestCase): boolean {
  return automation === undefined || typeof automation === "string";
}

function pathText(path: readonly (string | number)[]): string {
  return path.length === 0 ? "" : `${formatPath(path)} `;
}
