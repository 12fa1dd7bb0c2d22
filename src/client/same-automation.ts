import { parseEventFilter } from "../wire/event-filter.js";
import type { CreateFilterTriggerInput } from "../wire/inputs.js";
import { isJsonObject, parseMaybeJson } from "../wire/json.js";
import type { TriggerRecord } from "../wire/trigger.js";

/** Whether two values mean the same JSON: key order doesn't count. */
function isSameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (a === 0 && b === 0)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => isSameJson(item, b[i]));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isSameJson(a[key], b[key]));
}

/** What a filter says, whichever of its spellings it is in; the JSON itself where it isn't understood. */
function meaning(eventType: string, filter: string): unknown {
  const spec = parseEventFilter(eventType, filter);
  return spec.kind === "unknown" ? parseMaybeJson(filter) : spec;
}

/** An action's input with the JSON in its strings read. */
function readConfig(config: TriggerRecord["actionConfig"]): unknown {
  const webhook = config?.genericWebhookActionInput;
  if (!webhook) return config;
  const { integrationID, requestPayload } = webhook;
  // A payload that isn't JSON (it may hold template variables outside of strings) is compared as it is.
  return { integrationID, payload: parseMaybeJson(requestPayload) ?? requestPayload ?? null };
}

/**
 * Whether a saved automation already is what `input` would make of it, so that sending it would change nothing.
 * Compares what filters and payloads mean, not how they are spelled. What `input` leaves out stays as it is.
 */
export function isSameAutomation(record: TriggerRecord, input: Partial<CreateFilterTriggerInput>): boolean {
  const { eventType, eventFilter, scope, actionType, actionConfig } = record;
  const agrees = (wanted: unknown, is: unknown) => wanted === undefined || wanted === is;
  const { eventFilter: filter, triggeredActionConfig: config } = input;
  return (
    agrees(input.name, record.name) &&
    agrees(input.enabled, record.enabled) &&
    agrees(input.description, record.description ?? "") &&
    agrees(input.scopeType, scope.scopeType) &&
    agrees(input.scopeID, scope.id) &&
    agrees(input.triggeringEventType, eventType) &&
    (filter === undefined || isSameJson(meaning(eventType, eventFilter), meaning(eventType, filter))) &&
    agrees(input.triggeredActionType, actionType) &&
    (config === undefined || isSameJson(readConfig(actionConfig), readConfig(config)))
  );
}
