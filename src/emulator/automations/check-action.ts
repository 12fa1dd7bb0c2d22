import type { ActionConfig } from "../../wire/inputs.js";
import { badRequest, notFound } from "../graphql/api-error.js";
import type { ResolvedScope } from "../store/directory.js";
import type { IntegrationRecord } from "../store/records.js";
import type { Store } from "../store/store.js";
import { parseJsonObject } from "./check-mongo-filter.js";

const MEMBER_OF: Readonly<Record<string, keyof ActionConfig>> = {
  NOTIFICATION: "notificationActionInput",
  GENERIC_WEBHOOK: "genericWebhookActionInput",
  NO_OP: "noOpActionInput",
  ARIA: "ariaActionInput",
};

/** The server's limit on an ARIA prompt. */
const MAX_PROMPT_BYTES = 4000;

/** What a client may leave out of an action, filled in as the Python client would have sent it. */
export function completeActionConfig(actionType: string, given: ActionConfig): ActionConfig {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as ActionConfig;
  const notification = set.notificationActionInput;
  if (actionType !== "NOTIFICATION" || notification === undefined) return set;
  const { integrationID, title, message, severity } = notification;
  return {
    ...set,
    notificationActionInput: {
      integrationID,
      title: title ?? "",
      message: message ?? "",
      severity: severity ?? "INFO",
    },
  };
}

/** Refuses an action that can't be, with a 400 that names the field, or a 404 for an integration that isn't there. */
export function checkAction(
  store: Store,
  scope: ResolvedScope,
  actionType: string,
  config: ActionConfig,
): void {
  const member = MEMBER_OF[actionType];
  if (member === undefined)
    throw badRequest(`actions of type ${actionType} can't be created through the API`);
  const given = Object.keys(config);
  if (given.length !== 1 || given[0] !== member)
    throw badRequest(
      `invalid triggeredActionConfig for ${actionType}: exactly ${member} must be set, got ${given.join(", ") || "nothing"}`,
    );
  if (config.notificationActionInput)
    checkIntegration(store, scope, "slack", config.notificationActionInput.integrationID);
  if (config.genericWebhookActionInput) {
    const { integrationID, requestPayload } = config.genericWebhookActionInput;
    checkIntegration(store, scope, "webhook", integrationID);
    if ((requestPayload ?? null) !== null && parseJsonObject(requestPayload) === undefined)
      throw badRequest(
        "invalid genericWebhookActionInput.requestPayload: it must be a JSON object in a string",
      );
  }
  if (config.ariaActionInput) checkPrompt(config.ariaActionInput.prompt);
}

function checkPrompt(prompt: string): void {
  if (prompt.trim() === "") throw badRequest("invalid ariaActionInput.prompt: it must not be empty");
  const bytes = new TextEncoder().encode(prompt).length;
  if (bytes > MAX_PROMPT_BYTES)
    throw badRequest(
      `invalid ariaActionInput.prompt: ${bytes} bytes, at most ${MAX_PROMPT_BYTES} are allowed`,
    );
}

function checkIntegration(
  store: Store,
  scope: ResolvedScope,
  kind: IntegrationRecord["kind"],
  id: string,
): void {
  const integration = store.integrations.get(id);
  const owner = integration && store.entities.get(integration.entityId);
  // A registry belongs to the organization's entity, and integrations belong to teams of that organization.
  const shared =
    owner?.id === scope.entity.id ||
    (owner?.organizationId !== undefined && owner.organizationId === scope.entity.organizationId);
  if (integration === undefined || !shared) throw notFound(`integration ${JSON.stringify(id)}`);
  if (integration.kind !== kind)
    throw badRequest(
      `integration ${JSON.stringify(id)} is a ${integration.kind} integration, but the action needs a ${kind} one`,
    );
}
