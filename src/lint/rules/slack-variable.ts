import { variablesIn } from "../../wire/template.js";
import type { LintRule } from "../lint-rule.js";

export const slackVariable: LintRule = {
  name: "slack-variable",
  severity: "warning",
  summary: "A template variable in a Slack message, where W&B documents none.",
  check: ({ compiled }) => {
    const slack = compiled.actionConfig?.notificationActionInput;
    if (slack === undefined) return [];
    return (["title", "message"] as const).flatMap((part) =>
      variablesIn(slack[part]).map((name) => ({
        path: `action.${part}`,
        message: `\${${name}} may be shown as it stands: variables are documented for webhooks and ARIA prompts only`,
        given: `\${${name}}`,
        expected: "text, or SendWebhook to Slack's own webhook URL",
      })),
    );
  },
};
