/**
 * Test files of automations: `wandb-automations/test-files`. What `wandb-automations test` runs.
 */
export { defineTests } from "./test-files/define-tests.js";
export { type RunTestsOptions, runTestFiles } from "./test-files/run-test-files.js";
export type { AutomationCoverage, TestCoverage } from "./test-files/test-coverage.js";
export { TestFileError, type TestFileProblem } from "./test-files/test-file-error.js";
export type { BrokenTestFile, TestReport, TestResult, TestStatus } from "./test-files/test-result.js";
export type {
  ExpectedFiring,
  Moment,
  TestCase,
  TestEvent,
  TestRun,
  TestsDefinition,
} from "./test-files/tests-definition.js";
export { testFileJsonSchema } from "./test-files/tests-schema.js";
