/** One thing that was checked, as reporters show it: an automation of `validate`, a case of `test`. */
export interface CheckResult {
  /** What was checked: an automation's or a test's name. */
  readonly name: string;
  /** What it belongs to, where names repeat: a test's group, the automation that is tested. */
  readonly group?: string;
  /** Relative to the working directory, with forward slashes. */
  readonly file?: string;
  /** Counts from 1. */
  readonly line?: number;
  readonly status: "passed" | "failed" | "warning" | "skipped";
  /** One line: what is wrong, or why it was skipped. */
  readonly message?: string;
  /** More of it, in lines: what was expected and what came, hints. */
  readonly details?: readonly string[];
  /** A stable name of what was found, such as a lint's rule. */
  readonly rule?: string;
  /** Where it is explained. */
  readonly docsUrl?: string;
  readonly durationMs?: number;
}
