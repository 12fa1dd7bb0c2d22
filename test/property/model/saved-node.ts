import type { Scope } from "wandb-automations";
import type { CreateFilterTriggerInput } from "../../../src/wire/inputs.js";

const TYPENAMES: Record<Scope["kind"], string> = {
  project: "Project",
  registry: "Project",
  collection: "ArtifactSequence",
  registryCollection: "ArtifactPortfolio",
  team: "Entity",
  organization: "Entity",
};

/** How a server returns the action it was given. */
function savedAction(input: CreateFilterTriggerInput): object {
  const { notificationActionInput, genericWebhookActionInput, ariaActionInput } = input.triggeredActionConfig;
  if (notificationActionInput) {
    const { integrationID, ...rest } = notificationActionInput;
    const integration = { __typename: "SlackIntegration", id: integrationID };
    return { __typename: "NotificationTriggeredAction", integration, ...rest };
  }
  if (genericWebhookActionInput) {
    const { integrationID, requestPayload = null } = genericWebhookActionInput;
    const integration = { __typename: "GenericWebhookIntegration", id: integrationID };
    return { __typename: "GenericWebhookTriggeredAction", integration, requestPayload };
  }
  return ariaActionInput
    ? { __typename: "ARIATriggeredAction", ...ariaActionInput }
    : { __typename: "NoOpTriggeredAction", noOp: true };
}

/** How a server returns the automation it was given: artifact filters wrapped, as text or as an object. */
export function savedNode(input: CreateFilterTriggerInput, scope: Scope, asText: boolean): object {
  const { name, enabled, description = null, eventFilter, triggeringEventType } = input;
  const wrapped = { filter: asText ? eventFilter : JSON.parse(eventFilter) };
  return {
    id: "VHJpZ2dlcjox",
    createdAt: "2026-03-01T12:00:00Z",
    ...{ name, description, enabled },
    scope: {
      __typename: TYPENAMES[scope.kind],
      id: scope.id,
      name: scope.collection ?? scope.project ?? scope.entity,
      entityType: scope.kind,
    },
    event: {
      eventType: triggeringEventType,
      filter: triggeringEventType.startsWith("RUN_") ? eventFilter : JSON.stringify(wrapped),
    },
    action: savedAction(input),
  };
}
