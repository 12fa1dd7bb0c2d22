import { ACTION_RULE, type Action, isAction } from "./action.js";
import { type AutomationEvent, isEvent } from "./automation-event.js";
import { scopeFor } from "./event-scope.js";
import { anything, flag, instance, optional, text } from "./option-readers.js";
import { isPlainObject } from "./plain-object.js";
import type { Scope } from "./scopes.js";
import { validateInput } from "./validate-input.js";

const LONGEST_NAME = 255;

function isName(name: string): boolean {
  if (name.length <= LONGEST_NAME) return name !== "";
  // Characters are counted as people and Python count them, not as UTF-16 units.
  return name.length <= 2 * LONGEST_NAME && [...name].length <= LONGEST_NAME;
}

/** What an automation's parts must be. */
export const automationParts = {
  name: text("must be 1 to 255 characters", (name) => (isName(name) ? undefined : "custom")),
  description: text('must be text; "" clears it'),
  enabled: flag("must be true or false"),
  event: instance(isEvent, "must be an event such as OnRunMetric"),
  action: instance(isAction, ACTION_RULE),
};

/** What may be changed about an automation. */
export interface AutomationChanges {
  /** 1 to 255 characters. */
  readonly name?: string | undefined;
  /** `""` clears it. */
  readonly description?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly event?: AutomationEvent | undefined;
  /** Takes the place of the event's own. */
  readonly scope?: Scope | string | undefined;
  readonly action?: Action | undefined;
}

const READERS = {
  name: optional(automationParts.name),
  description: optional(automationParts.description),
  enabled: optional(automationParts.enabled),
  event: optional(automationParts.event),
  scope: anything,
  action: optional(automationParts.action),
};

/** Changes that can be made. */
export type CheckedChanges = Omit<AutomationChanges, "scope"> & { readonly scope?: Scope | undefined };

/**
 * Changes enter at run time like everything else, so they are held against the same rules.
 *
 * @param ownEventType the type of the event the automation has: it limits the scope, unless the event changes too.
 * @throws ValidationError listing every change that can't be made.
 */
export function readChanges(changes: AutomationChanges, ownEventType: string): CheckedChanges {
  if (isPlainObject(changes) && Object.keys(changes).length === 0) return {};
  const given = changes?.scope;
  if (given === undefined) return validateInput(READERS, changes, "Automation") as CheckedChanges;
  const { event } = changes as { event?: unknown };
  const { scope, issues } = scopeFor(isEvent(event) ? event.eventType : ownEventType, given);
  return { ...validateInput(READERS, changes, "Automation", issues), scope };
}
