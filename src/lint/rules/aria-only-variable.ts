import { webhookWarningRule } from "./webhook-warning-rule.js";

export const ariaOnlyVariable = webhookWarningRule("ariaOnly", {
  name: "aria-only-variable",
  severity: "info",
  summary: "A variable in a webhook that W&B documents for ARIA prompts only.",
});
