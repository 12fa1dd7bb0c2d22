import type { BrokenTestFile, TestReport, TestResult } from "../../test-files/test-result.js";
import type { CheckResult } from "../report/check-result.js";

/** What came of tests, as reporters show it: in the order of the files, files that can't be used first. */
export function toCheckResults({ tests, broken }: TestReport): CheckResult[] {
  return [...broken.map(fromBroken), ...tests.map(fromTest)];
}

function fromBroken({ file, line, column, message, hint }: BrokenTestFile): CheckResult {
  return {
    name: file,
    file,
    ...(line === undefined ? {} : { line }),
    status: "failed",
    message: column === undefined ? message : `${file}:${line}:${column}: ${message}`,
    ...(hint === undefined ? {} : { details: [hint] }),
    rule: "test-file",
  };
}

function fromTest(test: TestResult): CheckResult {
  const { name, file, line, automation, durationMs } = test;
  const [message, ...more] = test.message?.split("\n") ?? [];
  const explained = test.explanation === "" ? [] : ["", ...test.explanation.split("\n")];
  const details = [...more, ...test.difference, ...explained, ...test.warnings];
  const common = {
    name,
    file,
    ...(automation === undefined ? {} : { group: automation }),
    ...(line === undefined ? {} : { line }),
    durationMs,
  };
  if (test.status === "passed") {
    const [warning, ...others] = test.warnings;
    if (warning === undefined) return { ...common, status: "passed" };
    return { ...common, status: "warning", message: warning, details: others };
  }
  return {
    ...common,
    status: test.status === "skipped" ? "skipped" : "failed",
    ...(message === undefined ? {} : { message }),
    ...(details.length === 0 ? {} : { details }),
    ...(test.status === "error" ? { rule: "error" } : {}),
  };
}
