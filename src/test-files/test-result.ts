import type { TestCoverage } from "./test-coverage.js";

/** `error`: the test itself can't be carried out, so nothing is known about the automation. */
export type TestStatus = "passed" | "failed" | "error" | "skipped";

/** What came of one test. */
export interface TestResult {
  readonly name: string;
  /** The test file, as it was given. */
  readonly file: string;
  /** Where the test begins in it, from 1; not known of tests in code. */
  readonly line?: number;
  readonly column?: number;
  /** The automation's name, where it is known. */
  readonly automation?: string;
  readonly status: TestStatus;
  /** One line: what is wrong, or why it was left out. */
  readonly message?: string;
  /** What was expected (`-`) and what came (`+`), one per line; empty where the test passed. */
  readonly difference: readonly string[];
  /** Why it came so: the verdict in words. Empty where the test passed. */
  readonly explanation: string;
  /** What makes a passed test worth less than it seems, and oddities of the history. */
  readonly warnings: readonly string[];
  readonly durationMs: number;
}

/** A test file that can't be used, or whose automations can't be loaded. */
export interface BrokenTestFile {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
  readonly hint?: string;
}

/** What came of all tests. */
export interface TestReport {
  readonly tests: readonly TestResult[];
  readonly broken: readonly BrokenTestFile[];
  readonly coverage: TestCoverage;
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number;
  readonly durationMs: number;
  /** Files that the tests were made of: tests, automations and history as named. For watching. */
  readonly files: readonly string[];
}
