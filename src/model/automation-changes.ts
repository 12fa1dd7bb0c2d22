import * as z from "zod/mini";
import { ACTION_RULE, type Action, isAction } from "./action.js";
import { type AutomationEvent, isEvent } from "./automation-event.js";
import { scopeFor } from "./event-scope.js";
import { isPlainObject } from "./plain-object.js";
import type { Scope } from "./scopes.js";
import { validateInput } from "./validate-input.js";

const NAME_RULE = "must be 1 to 255 characters";
const LONGEST_NAME = 255;

/** What an automation's parts must be. */
export const automationParts = {
  // Characters are counted as people and Python count them, not as UTF-16 units.
  name: z
    .string(NAME_RULE)
    .check(
      z.refine(
        (name) => name !== "" && name.length <= 2 * LONGEST_NAME && [...name].length <= LONGEST_NAME,
        NAME_RULE,
      ),
    ),
  description: z.string('must be text; "" clears it'),
  enabled: z.boolean("must be true or false"),
  event: z.custom<AutomationEvent>(isEvent, "must be an event such as OnRunMetric"),
  action: z.custom<Action>(isAction, ACTION_RULE),
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

const changesSchema = z.object({
  name: z.optional(automationParts.name),
  description: z.optional(automationParts.description),
  enabled: z.optional(automationParts.enabled),
  event: z.optional(automationParts.event),
  scope: z.optional(z.any()),
  action: z.optional(automationParts.action),
});

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
  const event: unknown = changes?.event;
  const given = changes?.scope;
  const { scope, issues } =
    given === undefined
      ? { scope: undefined, issues: [] }
      : scopeFor(isEvent(event) ? event.eventType : ownEventType, given);
  return { ...validateInput(changesSchema, changes, "Automation", issues), scope };
}
