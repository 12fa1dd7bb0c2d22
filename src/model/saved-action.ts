import { isValidationError } from "../errors/index.js";
import type { TriggerRecord } from "../wire/trigger.js";
import type { Action } from "./action.js";
import { DoNothing } from "./do-nothing.js";
import { SlackIntegration, WebhookIntegration } from "./integrations.js";
import { SendNotification } from "./send-notification.js";
import { SendPromptToAria } from "./send-prompt-to-aria.js";
import { SendWebhook } from "./send-webhook.js";
import { UnknownAction } from "./unknown-kinds.js";

/** The action of a saved automation, as the class that makes such actions; {@link UnknownAction} where there is none. */
export function actionFromRecord(record: TriggerRecord): Action | UnknownAction {
  try {
    return build(record) ?? new UnknownAction(record.actionType);
  } catch (error) {
    // A server may hold what this version would refuse to make, such as a payload that isn't an object.
    if (isValidationError(error)) return new UnknownAction(record.actionType);
    throw error;
  }
}

function build({ actionConfig, integration }: TriggerRecord): Action | undefined {
  const notification = actionConfig?.notificationActionInput;
  const webhook = actionConfig?.genericWebhookActionInput;
  if (notification && integration?.typename === "SlackIntegration") {
    const { id, teamName, channelName } = integration;
    const { title, message, severity } = notification;
    return new SendNotification({
      integration: new SlackIntegration({ id, teamName, channelName }),
      title,
      message,
      severity,
    });
  }
  if (webhook && integration?.typename === "GenericWebhookIntegration") {
    const { id, name, urlEndpoint } = integration;
    return new SendWebhook({
      integration: new WebhookIntegration({ id, name, urlEndpoint }),
      payload: webhook.requestPayload,
    });
  }
  if (actionConfig?.noOpActionInput) return new DoNothing();
  if (actionConfig?.ariaActionInput) return new SendPromptToAria(actionConfig.ariaActionInput);
  return undefined;
}
