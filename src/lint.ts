/**
 * What is probably not meant in an automation: `wandb-automations/lint`.
 */
export type { Evaluable } from "./evaluate/evaluable.js";
export type { Finding, Severity } from "./lint/finding.js";
export { lint } from "./lint/lint.js";
export type { LintInput } from "./lint/lint-subject.js";
