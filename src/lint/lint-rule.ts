import type { Severity } from "./finding.js";
import type { LintSubject } from "./lint-subject.js";

/** What a rule says about an automation. */
export interface RuleFinding {
  readonly path: string;
  readonly message: string;
  readonly given?: string;
  readonly expected?: string;
  /** Where this one matters more, or less, than the rule's findings do. */
  readonly severity?: Severity;
}

/** One thing to look for. */
export interface LintRule {
  /** In kebab-case; the section of docs/lint.md. */
  readonly name: string;
  readonly severity: Severity;
  /** What it finds, in a line. */
  readonly summary: string;
  /**
   * Looks at one automation.
   *
   * @param before the automations that came before it, for rules about several
   */
  readonly check: (subject: LintSubject, before: readonly LintSubject[]) => readonly RuleFinding[];
}
