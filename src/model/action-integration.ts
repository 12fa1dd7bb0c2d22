import { ValidationError, type ValidationIssue } from "../errors/index.js";
import { describeValue } from "./describe-value.js";
import { someText } from "./option-readers.js";

export const SLACK_RULE = "must be a SlackIntegration";
export const WEBHOOK_RULE = "must be a WebhookIntegration";

/** The id of a saved integration. */
export const readIntegrationId = someText("must be an integration's id");

/** What either kind of action takes to say where it goes. */
type Where = { readonly integration?: unknown; readonly integrationId?: unknown } | undefined | null;

/** The issue of an action that is told twice where it goes. */
export function bothGiven(options: Where): ValidationIssue[] {
  if (options?.integrationId === undefined || options.integration === undefined) return [];
  const message = "must not be given together with integration: one of them says where it goes";
  return [{ code: "conflicting_options", path: ["integrationId"], message }];
}

/** The issue of an action that isn't told where it goes. */
export function noneGiven(options: Where): ValidationIssue[] {
  if (options?.integrationId !== undefined || options?.integration !== undefined) return [];
  const message = "must be given (or integrationId): it says where the webhook goes";
  return [{ code: "required", path: ["integration"], message }];
}

/** The error of an action whose first argument isn't its kind of integration. */
export function wrongIntegration(subject: string, rule: string, given: unknown): ValidationError {
  return new ValidationError(subject, [
    { code: "invalid_integration", path: ["integration"], message: `${rule}, got ${describeValue(given)}` },
  ]);
}
