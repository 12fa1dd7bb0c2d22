import { UnexpectedResponseError } from "../errors/index.js";
import type { CompiledScope } from "./compiled-automation.js";
import { inputEventFilter } from "./input-event-filter.js";
import type { ActionConfig } from "./inputs.js";
import { parseSavedAction, type SavedIntegration } from "./saved-action.js";
import { parseSavedScope } from "./saved-scope.js";
import { flag, nullish, only, open, optional, text, unread } from "./shape.js";

// Documents that ask for the type inside of fragments get an empty object for a type that is newer than they are.
const typed = open({ __typename: optional(text) });

const triggerNode = open({
  id: only<string>((value) => typeof value === "string" && value !== ""),
  createdAt: text,
  updatedAt: nullish(text),
  name: text,
  description: nullish(text),
  enabled: flag,
  scope: nullish(typed),
  event: nullish(
    open({
      __typename: optional(text),
      eventType: optional(text),
      filter: optional(unread),
    }),
  ),
  action: nullish(typed),
});

/** A saved automation as it is on the server. Kinds this version doesn't know are kept, and marked. */
export interface TriggerRecord {
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly updatedAt: string | null;
  readonly name: string;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly scope: CompiledScope;
  /** That of its condition's GraphQL type where the server gave none, `UNKNOWN` where it gave neither. */
  readonly eventType: string;
  /** In input form, as text: writing it back changes nothing. Empty where the server gave none. */
  readonly eventFilter: string;
  /** `UNKNOWN` where the server gave none. */
  readonly actionType: string;
  /** Absent where what was read isn't enough to write it back: an update then leaves the action out. */
  readonly actionConfig?: ActionConfig;
  readonly integration?: SavedIntegration;
  /** The node as it came. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/**
 * Reads a Trigger node: `scope`, `event` (the triggering condition) and `action` (the triggered action) under the
 * aliases the client's documents give them.
 *
 * Only what every automation has is insisted on. An event, action or scope of a kind this version doesn't know is
 * kept as it came, so that one such row never breaks a page.
 *
 * @throws UnexpectedResponseError when the node has no id, name, enabled or createdAt.
 */
export function parseTrigger(node: unknown): TriggerRecord {
  const broken: string[] = [];
  const read = triggerNode(node, broken, "");
  if (broken.length > 0) {
    const where = broken.map((at) => at || "the node").join(", ");
    throw new UnexpectedResponseError(`The server returned an automation that can't be read: ${where}.`);
  }
  const { id, createdAt, updatedAt, name, description, enabled, scope, event, action } = read;
  const eventType = event?.eventType ?? event?.__typename ?? "UNKNOWN";
  return Object.freeze({
    id,
    createdAt,
    updatedAt: updatedAt ?? null,
    name,
    description: description ?? null,
    enabled,
    scope: parseSavedScope(scope),
    eventType,
    eventFilter: inputEventFilter(eventType, event?.filter),
    ...parseSavedAction(action),
    raw: read,
  });
}
