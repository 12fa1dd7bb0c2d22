import type { WebhookWarning } from "../../testing/render-webhook.js";
import type { LintRule, RuleFinding } from "../lint-rule.js";
import type { LintSubject } from "../lint-subject.js";

/** What rendering a webhook for a made-up event complains about, of one kind. */
export function webhookFindings(
  { webhook }: LintSubject,
  kind: WebhookWarning["kind"],
  more: (warning: WebhookWarning) => Partial<RuleFinding> = () => ({}),
): RuleFinding[] {
  const warnings = webhook?.warnings.filter((warning) => warning.kind === kind) ?? [];
  return warnings.map((warning) => ({
    path: "action.payload",
    message: warning.message,
    ...(warning.variable === undefined ? {} : { given: `\${${warning.variable}}` }),
    ...more(warning),
  }));
}

/** A rule of nothing but such a complaint. */
export function webhookWarningRule(
  kind: WebhookWarning["kind"],
  facts: Pick<LintRule, "name" | "severity" | "summary">,
): LintRule {
  return { ...facts, check: (subject) => webhookFindings(subject, kind) };
}
