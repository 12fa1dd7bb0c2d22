import { AutomationsError, formatPath, type ValidationIssue } from "../errors/index.js";

/** Something wrong in a test file, with its place. Lines and columns count from 1; modules have none. */
export interface TestFileProblem extends ValidationIssue {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** `automations.test.yaml:12:7`, as far as it is known. */
export function placeText({ file, line, column }: Omit<TestFileProblem, keyof ValidationIssue>): string {
  return [file, line, column].filter((part) => part !== undefined).join(":");
}

/** A test file can't be used. Lists everything that is wrong at once, each with file, line and column. */
export class TestFileError extends AutomationsError {
  readonly issues: readonly TestFileProblem[];

  constructor(file: string, issues: readonly TestFileProblem[], options: { readonly cause?: unknown } = {}) {
    const lines = issues.map((issue) => {
      const path = formatPath(issue.path);
      return `  ${placeText(issue)}: ${path === "" ? "" : `${path} `}${issue.message}`;
    });
    const count = issues.length === 1 ? "1 problem" : `${issues.length} problems`;
    super("VALIDATION", `${file} has ${count}:\n${lines.join("\n")}`, options);
    this.issues = Object.freeze([...issues]);
  }
}
