import { isAutomationsError } from "../../errors/index.js";
import { planEvent } from "../../evaluate/event-plan.js";
import type { Directory } from "../store/directory.js";
import { isRegistry } from "../store/directory.js";
import type { AutomationRecord } from "../store/records.js";
import type { Store } from "../store/store.js";
import { toCompiled } from "../watch/compiled-scope.js";

/** What an automation waits for, in words; where it can't be evaluated, why. */
export function conditionInWords(automation: AutomationRecord, directory: Directory): string {
  try {
    return planEvent(toCompiled({ ...automation, enabled: true }, directory), 0).title;
  } catch (error) {
    if (isAutomationsError(error)) return error.message;
    throw error;
  }
}

/** Where an automation watches: `project acme/vision`. */
export function scopeInWords(automation: AutomationRecord, directory: Directory): string {
  const { entity, project, collection } = directory.scopeOf(automation);
  if (project === undefined)
    return `${entity.kind === "organization" ? "organization" : "team"} ${entity.name}`;
  const path = `${entity.name}/${project.name}`;
  const registry = isRegistry(project) ? "registry " : "";
  if (collection !== undefined) return `${registry}collection ${path}/${collection.name}`;
  return `${registry || "project "}${path}`;
}

/** What an automation does, without anything that may be secret. */
export function actionInWords({ actionConfig, actionType }: AutomationRecord, store: Store): string {
  const {
    notificationActionInput: notification,
    genericWebhookActionInput: webhook,
    ariaActionInput: aria,
    noOpActionInput: nothing,
  } = actionConfig;
  if (notification) {
    const integration = store.integrations.get(notification.integrationID);
    const channel = integration?.kind === "slack" ? integration.channelName : "a channel that is gone";
    return `tell ${channel} in Slack: ${notification.title}`;
  }
  if (webhook) {
    const integration = store.integrations.get(webhook.integrationID);
    return integration?.kind === "webhook"
      ? `call the webhook ${integration.name}`
      : "call a webhook that is gone";
  }
  if (aria) return "ask ARIA";
  return nothing ? "do nothing but record it" : actionType;
}
