import { webhookWarningRule } from "./webhook-warning-rule.js";

export const payloadJson = webhookWarningRule("brokenJson", {
  name: "payload-json",
  severity: "error",
  summary: "A webhook's payload that isn't JSON once its variables are filled in.",
});
