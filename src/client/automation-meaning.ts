import { wrapArtifactFilter, wrapRunFilter } from "../compile/simplify-filter.js";
import { isValidationError } from "../errors/index.js";
import { type MetricSpec, parseEventFilter } from "../wire/event-filter.js";
import type { ActionConfig, CreateFilterTriggerInput } from "../wire/inputs.js";
import {
  type FilterJson,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseMaybeJson,
} from "../wire/json.js";
import type { TriggerRecord } from "../wire/trigger.js";

/** What an automation says, however it is spelled: JSON of which equal parts mean the same. */
export interface AutomationMeaning {
  readonly name: JsonValue;
  /** Empty where there is none. */
  readonly description: JsonValue;
  readonly enabled: JsonValue;
  readonly scope: JsonObject;
  /** `type`, and `filter` as far as it is understood, else as it is. */
  readonly event: JsonObject;
  /** `type`, and the members of its input; of a kind that isn't known the type alone. */
  readonly action: JsonObject;
}

/** What a saved automation says. */
export function meaningOf(record: TriggerRecord): AutomationMeaning {
  const { name, description, enabled, scope, eventType, eventFilter, actionType, actionConfig } = record;
  return {
    name,
    description: description ?? "",
    enabled,
    scope: { type: scope.scopeType, id: scope.id ?? "" },
    event: { type: eventType, filter: filterMeaning(eventType, eventFilter) },
    action: { type: actionType, ...actionMeaning(actionConfig) },
  };
}

/** What `input` asks for. What it leaves out stays as `before` has it. */
export function meaningAfter(
  input: Partial<CreateFilterTriggerInput>,
  before: AutomationMeaning,
): AutomationMeaning {
  const { name, description, enabled, scopeType, scopeID, triggeredActionConfig: config } = input;
  const eventType = input.triggeringEventType ?? String(before.event.type);
  const actionType = input.triggeredActionType ?? String(before.action.type);
  const filter =
    input.eventFilter === undefined ? before.event.filter : filterMeaning(eventType, input.eventFilter);
  return {
    name: name ?? before.name,
    description: description ?? before.description,
    enabled: enabled ?? before.enabled,
    scope: { ...before.scope, ...(scopeType && { type: scopeType }), ...(scopeID && { id: scopeID }) },
    event: { type: eventType, filter: filter ?? null },
    action:
      config === undefined
        ? { ...before.action, type: actionType }
        : { type: actionType, ...actionMeaning(config) },
  };
}

/** Whether two values are the same JSON: key order doesn't count. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (a === 0 && b === 0)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => isSameJson(item, b[i]));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSameJson(a[key], b[key]))
  );
}

/** What a filter says, whichever of its spellings it is in; the JSON itself where it isn't understood. */
function filterMeaning(eventType: string, filter: string): JsonValue {
  const spec = parseEventFilter(eventType, filter);
  switch (spec.kind) {
    case "metric":
      return { ...metricMeaning(spec.metric), run: simplified(spec.runFilter, wrapRunFilter) };
    case "state":
      return { states: [...new Set(spec.states)].sort(), run: simplified(spec.runFilter, wrapRunFilter) };
    case "artifact":
      return simplified(spec.filter, wrapArtifactFilter);
    case "unknown":
      return (parseMaybeJson(filter) ?? filter) as JsonValue;
  }
}

/** Without an aggregation there is no window, whatever is said about it. */
function metricMeaning(metric: MetricSpec): JsonObject {
  const { kind: condition, ...rest } = metric;
  if (!("agg" in metric) || metric.agg !== null) return { condition, ...rest };
  return { condition, ...rest, window: 1, ...("priorWindow" in metric ? { priorWindow: 1 } : {}) };
}

function simplified(filter: FilterJson, wrap: (filter: FilterJson) => JsonObject): JsonObject {
  try {
    return wrap(filter);
  } catch (error) {
    // A server may hold what this version would refuse to make; then it is compared as it is.
    if (isValidationError(error)) return filter;
    throw error;
  }
}

function actionMeaning(config: ActionConfig | undefined): JsonObject {
  const { notificationActionInput, genericWebhookActionInput, ariaActionInput, noOpActionInput } =
    config ?? {};
  if (notificationActionInput) {
    const { integrationID: integration, ...rest } = notificationActionInput;
    return { integration, ...rest };
  }
  if (genericWebhookActionInput) {
    const { integrationID: integration, requestPayload } = genericWebhookActionInput;
    // A payload that isn't JSON (it may hold template variables outside of strings) is compared as it is.
    const payload = (parseMaybeJson(withExactNumbers(requestPayload)) ?? requestPayload ?? null) as JsonValue;
    return { integration, payload };
  }
  if (ariaActionInput) return { ...ariaActionInput };
  return noOpActionInput ? { ...noOpActionInput } : ((config ?? {}) as JsonObject);
}

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/** JSON text with whole numbers that would be rounded as text, so that they stay apart from their neighbours. */
function withExactNumbers(text: string | undefined): string | undefined {
  return text?.replace(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') || String(Number(token)) === token ? token : `"${token} (number)"`,
  );
}
