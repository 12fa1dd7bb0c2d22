import type { Evaluable } from "../evaluate/evaluable.js";
import type { Finding } from "./finding.js";
import type { RuleFinding } from "./lint-rule.js";
import { LINT_RULES } from "./lint-rules.js";
import { type LintInput, type LintSubject, toSubject } from "./lint-subject.js";

const DOCS = "https://github.com/wandb-automations/wandb-automations/blob/main/docs/lint.md";
/** What an automation is told to ignore and no rule is called. */
const UNKNOWN_RULE = "unknown-rule";

/**
 * Looks for what is probably not meant in automations: filters that nothing passes, variables that stay blank, secrets
 * in payloads, one automation twice. Pure: it needs no server and no history. docs/lint.md has the rules.
 *
 * @param automations what `loadAutomations` found, or automations as they are: built in code, fetched or compiled.
 * Rules about several automations look at those given here.
 * @returns findings in the order of the automations; none is thrown
 * @throws EvaluationError when something given isn't an automation
 *
 * @example
 * ```ts
 * import { DoNothing, OnAddArtifactAlias, registry } from "wandb-automations";
 * import { lint } from "wandb-automations/lint";
 *
 * const anyAlias = new OnAddArtifactAlias({ scope: registry("acme-inc/model") }).then(new DoNothing());
 * for (const { severity, rule, message } of lint([{ name: "any-alias", automation: anyAlias }]))
 *   console.log(severity, rule, message); // warning no-op it does nothing when it fires …
 * ```
 */
export function lint(automations: readonly (LintInput | Evaluable)[]): Finding[] {
  const subjects = automations.map(toSubject);
  return subjects.flatMap((subject, i) => {
    const before = subjects.slice(0, i);
    const rules = LINT_RULES.filter(({ name }) => !subject.ignoredRules.includes(name));
    return [
      ...rules.flatMap(({ name, severity, check }) =>
        check(subject, before).map((finding) => toFinding(subject, name, { severity, ...finding })),
      ),
      ...unknownRules(subject),
    ];
  });
}

function toFinding(
  { name, file, line }: LintSubject,
  rule: string,
  finding: RuleFinding & Pick<Finding, "severity">,
): Finding {
  return {
    rule,
    automation: name,
    ...finding,
    docsUrl: `${DOCS}#${rule}`,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}

function unknownRules(subject: LintSubject): Finding[] {
  const names = new Set(LINT_RULES.map(({ name }) => name));
  const unknown = subject.ignoredRules.filter((name) => !names.has(name));
  return unknown.map((given) => {
    const message = `it is told to ignore ${given}, which is no rule`;
    return toFinding(subject, UNKNOWN_RULE, { severity: "warning", path: "", message, given });
  });
}
