import type { LintRule } from "../lint-rule.js";

export const noOp: LintRule = {
  name: "no-op",
  severity: "warning",
  summary: "An automation that does nothing when it fires.",
  check: ({ compiled }) =>
    compiled.actionType === "NO_OP" && compiled.enabled
      ? [
          {
            path: "action",
            message: "it does nothing when it fires",
            given: "DoNothing",
            expected: "SendNotification, SendWebhook or SendPromptToAria; or enabled: false",
          },
        ]
      : [],
};
