import { AutomationsError, hasErrorCode } from "./automations-error.js";

/** One thing wrong with what was given. */
export interface ValidationIssue {
  /** Stable identifier of the rule that was broken, e.g. `invalid_type`, `not_positive`, `scope_not_allowed`. */
  readonly code: string;
  /** Where: property names and array positions from the outside in. */
  readonly path: readonly (string | number)[];
  /** What is wrong, what was given and what would be right. */
  readonly message: string;
}

/** `["filter", "window"]` as `filter.window`, `["runs", 3]` as `runs[3]`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((part, i) => (typeof part === "number" ? `[${part}]` : i === 0 ? part : `.${part}`))
    .join("");
}

/** Issues on one line: `window must be a whole number; threshold must be a number`. */
export function issuesText(issues: readonly ValidationIssue[]): string {
  return issues.map(({ path, message }) => `${formatPath(path)} ${message}`).join("; ");
}

/**
 * What was given can't be an automation, a filter, an action or an option. Lists everything that is
 * wrong at once.
 *
 * @example
 * ```ts
 * import { MetricThresholdFilter, isValidationError } from "wandb-automations";
 *
 * try {
 *   new MetricThresholdFilter({ name: "", cmp: ">", threshold: Number.NaN });
 * } catch (error) {
 *   if (isValidationError(error)) for (const issue of error.issues) console.error(issue.path, issue.message);
 * }
 * ```
 */
export class ValidationError extends AutomationsError {
  readonly issues: readonly ValidationIssue[];

  constructor(subject: string, issues: readonly ValidationIssue[], options: { hint?: string } = {}) {
    const lines = issues.map((issue) => `  - ${formatPath(issue.path) || subject}: ${issue.message}`);
    const count = issues.length === 1 ? "1 problem" : `${issues.length} problems`;
    super("VALIDATION", `${subject} has ${count}:\n${lines.join("\n")}`, options);
    this.issues = Object.freeze([...issues]);
  }
}

/** Whether `value` is a {@link ValidationError}. */
export function isValidationError(value: unknown): value is ValidationError {
  return hasErrorCode(value, "VALIDATION");
}
