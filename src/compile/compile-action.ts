import type { Action } from "../model/action.js";
import type { SendNotification } from "../model/send-notification.js";
import type { SendWebhook } from "../model/send-webhook.js";
import type { CompiledAutomation, UnresolvedIntegration } from "../wire/compiled-automation.js";
import { ActionType } from "../wire/enums.js";
import { slackMessage } from "../wire/slack-message.js";

/** The part of a {@link CompiledAutomation} that an action makes. */
export type CompiledAction = Pick<CompiledAutomation, "actionType" | "actionConfig" | "integration">;

/** Stands where an integration's id will be put when the automation is saved. */
const NOT_YET = "";

/** What an action sends. */
export function compileAction(action: Action): CompiledAction {
  switch (action.kind) {
    case "notification":
      return compileNotification(action);
    case "webhook":
      return compileWebhook(action);
    case "noOp":
      return { actionType: ActionType.NO_OP, actionConfig: { noOpActionInput: { noOp: true } } };
    case "aria":
      return { actionType: ActionType.ARIA, actionConfig: { ariaActionInput: { prompt: action.prompt } } };
  }
}

function compileNotification(action: SendNotification): CompiledAction {
  const { integration, title, message, severity } = action;
  // W&B can't make Slack integrations by API, so one known only by its URL is reached as a webhook.
  if (integration?.webhookUrl) {
    return {
      actionType: ActionType.GENERIC_WEBHOOK,
      actionConfig: {
        genericWebhookActionInput: {
          integrationID: NOT_YET,
          requestPayload: JSON.stringify(slackMessage({ title, message, severity })),
        },
      },
      integration: { kind: "webhook", urlEndpoint: integration.webhookUrl },
    };
  }
  return {
    actionType: ActionType.NOTIFICATION,
    actionConfig: {
      notificationActionInput: { integrationID: integration?.id ?? NOT_YET, title, message, severity },
    },
    ...(integration?.id === undefined ? { integration: { kind: "onlySlack" } } : {}),
  };
}

function compileWebhook(action: SendWebhook): CompiledAction {
  const { integration, payloadText } = action;
  const unresolved = unresolvedWebhook(integration);
  return {
    actionType: ActionType.GENERIC_WEBHOOK,
    actionConfig: {
      genericWebhookActionInput: {
        integrationID: integration.id ?? NOT_YET,
        ...(payloadText === undefined ? {} : { requestPayload: payloadText }),
      },
    },
    ...(unresolved ? { integration: unresolved } : {}),
  };
}

function unresolvedWebhook(integration: SendWebhook["integration"]): UnresolvedIntegration | undefined {
  const { id, name, urlEndpoint, accessTokenRef, secretRef } = integration;
  if (id !== undefined || !urlEndpoint) return undefined;
  return {
    kind: "webhook",
    urlEndpoint,
    ...(name === undefined ? {} : { name }),
    ...(accessTokenRef === undefined ? {} : { accessTokenRef }),
    ...(secretRef === undefined ? {} : { secretRef }),
  };
}
