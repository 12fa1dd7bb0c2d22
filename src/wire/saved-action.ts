import { ActionType, AlertSeverity } from "./enums.js";
import type { ActionConfig } from "./inputs.js";

/** The integration of a saved action, as far as the server tells. */
export interface SavedIntegration {
  readonly typename: string;
  readonly id: string;
  readonly teamName?: string;
  readonly channelName?: string;
  readonly name?: string;
  readonly urlEndpoint?: string;
}

/** A saved action in the form mutations take it. */
export interface SavedAction {
  readonly actionType: string;
  /** Absent where what was read isn't enough to write it back. */
  readonly actionConfig?: ActionConfig;
  readonly integration?: SavedIntegration;
}

type Node = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function parseIntegration(node: unknown): SavedIntegration | undefined {
  const { __typename, id, ...rest } = (node ?? {}) as Node;
  if (typeof id !== "string" || typeof __typename !== "string") return undefined;
  const fields = ["teamName", "channelName", "name", "urlEndpoint"].flatMap((key) =>
    typeof rest[key] === "string" ? [[key, rest[key]]] : [],
  );
  return { typename: __typename, id, ...Object.fromEntries(fields) };
}

/** Reads the action of a saved automation. Never throws: a kind that isn't known keeps its typename. */
export function parseSavedAction(given: unknown): SavedAction {
  const node = (given ?? {}) as Node;
  const integration = parseIntegration(node.integration);
  switch (node.__typename) {
    case "NotificationTriggeredAction": {
      const severity = text(node.severity)?.toUpperCase() ?? AlertSeverity.INFO;
      // Writing back another severity than the one that was read would change it.
      if (!integration || !Object.hasOwn(AlertSeverity, severity))
        return { actionType: ActionType.NOTIFICATION };
      const input = {
        integrationID: integration.id,
        title: text(node.title) ?? "",
        message: text(node.message) ?? "",
        severity: severity as AlertSeverity,
      };
      return {
        actionType: ActionType.NOTIFICATION,
        actionConfig: { notificationActionInput: input },
        integration,
      };
    }
    case "GenericWebhookTriggeredAction": {
      if (!integration) return { actionType: ActionType.GENERIC_WEBHOOK };
      const payload = text(node.requestPayload);
      const input = {
        integrationID: integration.id,
        ...(payload === undefined ? {} : { requestPayload: payload }),
      };
      return {
        actionType: ActionType.GENERIC_WEBHOOK,
        actionConfig: { genericWebhookActionInput: input },
        integration,
      };
    }
    case "NoOpTriggeredAction":
      return {
        actionType: ActionType.NO_OP,
        actionConfig: { noOpActionInput: { noOp: (node.noOp as boolean | null) ?? true } },
      };
    case "ARIATriggeredAction": {
      const prompt = text(node.prompt);
      return prompt === undefined
        ? { actionType: ActionType.ARIA }
        : { actionType: ActionType.ARIA, actionConfig: { ariaActionInput: { prompt } } };
    }
    case "QueueJobTriggeredAction": {
      const queue = (node.queue ?? {}) as Node;
      const template = text(node.template);
      return typeof queue.id === "string" && template !== undefined
        ? {
            actionType: ActionType.QUEUE_JOB,
            actionConfig: { queueJobActionInput: { queueID: queue.id, template } },
          }
        : { actionType: ActionType.QUEUE_JOB };
    }
    // The server doesn't tell whom it notifies, so this one can't be written back.
    case "PushNotificationTriggeredAction":
      return { actionType: ActionType.PUSH_NOTIFICATION };
    default:
      return { actionType: text(node.__typename) ?? "UNKNOWN" };
  }
}
