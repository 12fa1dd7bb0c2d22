import * as z from "zod/mini";
import { UnexpectedResponseError } from "../errors/index.js";
import type { CompiledScope } from "./compiled-automation.js";
import { inputEventFilter } from "./input-event-filter.js";
import type { ActionConfig } from "./inputs.js";
import { parseSavedAction, type SavedIntegration } from "./saved-action.js";
import { parseSavedScope } from "./saved-scope.js";

// Documents that ask for the type inside of fragments get an empty object for a type that is newer than they are.
const typed = z.looseObject({ __typename: z.optional(z.string()) });

const triggerNode = z.looseObject({
  id: z.string().check(z.minLength(1)),
  createdAt: z.string(),
  updatedAt: z.nullish(z.string()),
  name: z.string(),
  description: z.nullish(z.string()),
  enabled: z.boolean(),
  scope: z.nullish(typed),
  event: z.nullish(
    z.looseObject({
      __typename: z.optional(z.string()),
      eventType: z.optional(z.string()),
      filter: z.optional(z.unknown()),
    }),
  ),
  action: z.nullish(typed),
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
  const result = triggerNode.safeParse(node);
  if (!result.success) {
    const where = result.error.issues.map((issue) => issue.path.join(".") || "the node").join(", ");
    throw new UnexpectedResponseError(`The server returned an automation that can't be read: ${where}.`);
  }
  const { id, createdAt, updatedAt, name, description, enabled, scope, event, action } = result.data;
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
    raw: result.data as Record<string, unknown>,
  });
}
