import { ValidationError } from "../errors/index.js";
import { type Action, isAction } from "../model/actions.js";
import type { Automation } from "../model/automation.js";
import type { AutomationChanges } from "../model/backend.js";
import { checkScope } from "../model/event-scope.js";
import type { AutomationEvent } from "../model/events.js";
import { automationNameSchema, isEvent, type NewAutomation } from "../model/new-automation.js";
import { describeValue } from "../model/validate-input.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import { compileAction } from "./compile-action.js";
import { compileEventFilter } from "./compile-event-filter.js";

type Changes = Pick<AutomationChanges, "name" | "description" | "enabled" | "event" | "scope" | "action">;

/**
 * What a new automation sends, as far as it can be known without a server. Pure and frozen: the same automation always
 * compiles to the same value.
 *
 * @param changes what to take instead of the automation's own.
 * @throws ValidationError when a change can't be made.
 * @example
 * ```ts
 * import { DoNothing, OnRunMetric, RunEvent, compileAutomation } from "wandb-automations";
 *
 * const automation = new OnRunMetric({
 *   scope: "acme/vision",
 *   filter: RunEvent.metric("loss").avg(5).gt(0.5),
 * }).then(new DoNothing());
 * console.log(compileAutomation(automation).eventFilter);
 * ```
 */
export function compileAutomation(automation: NewAutomation, changes: Changes = {}): CompiledAutomation {
  const given = checkChanges(changes);
  const event = given.event ?? automation.event;
  const scope = given.scope === undefined ? event.scope : checkScope(event.eventType, given.scope);
  const name = given.name ?? automation.name;
  const description = given.description ?? automation.description;
  return Object.freeze({
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    enabled: given.enabled ?? automation.enabled,
    scope,
    eventType: event.eventType,
    eventFilter: compileEventFilter(event),
    ...compileAction(given.action ?? automation.action),
  });
}

/**
 * What a saved automation sends when it is written back with changes. What isn't changed goes back exactly as it was
 * read, so that nothing this version doesn't understand is lost.
 *
 * As in Python the scope stays the saved one unless `scope` is given, also when a new event names another.
 *
 * @throws ValidationError when a change can't be made.
 */
export function compileSaved(
  automation: Automation,
  changes: Changes = {},
): CompiledAutomation & { readonly id: string } {
  const given = checkChanges(changes);
  const { record } = automation;
  const description = given.description ?? record.description ?? undefined;
  const eventType = given.event?.eventType ?? record.eventType;
  const scope = given.scope === undefined ? record.scope : checkScope(eventType, given.scope);
  if (given.event && given.scope === undefined && record.scope.kind !== "unknown") {
    checkScope(eventType, record.scope);
  }
  const action = given.action
    ? compileAction(given.action)
    : {
        actionType: record.actionType,
        ...(record.actionConfig === undefined ? {} : { actionConfig: record.actionConfig }),
      };
  return Object.freeze({
    id: record.id,
    name: given.name ?? record.name,
    ...(description === undefined ? {} : { description }),
    enabled: given.enabled ?? record.enabled,
    scope,
    eventType,
    eventFilter: given.event ? compileEventFilter(given.event) : record.eventFilter,
    ...action,
  });
}

/** Overrides enter at run time like everything else, so they are held against the same rules. */
function checkChanges(changes: Changes): {
  name?: string | undefined;
  description?: string | undefined;
  enabled?: boolean | undefined;
  event?: AutomationEvent | undefined;
  scope?: Changes["scope"];
  action?: Action | undefined;
} {
  const { name, description, enabled, event, action } = changes;
  const issues = [
    name !== undefined && !automationNameSchema.safeParse(name).success
      ? { path: "name", must: "must be 1 to 255 characters", given: name }
      : undefined,
    description !== undefined && typeof description !== "string"
      ? { path: "description", must: "must be text", given: description }
      : undefined,
    enabled !== undefined && typeof enabled !== "boolean"
      ? { path: "enabled", must: "must be true or false", given: enabled }
      : undefined,
    event !== undefined && !isEvent(event)
      ? { path: "event", must: "must be an event such as OnRunMetric", given: event }
      : undefined,
    action !== undefined && !isAction(action)
      ? { path: "action", must: "must be an action such as SendNotification", given: action }
      : undefined,
  ].filter((issue) => issue !== undefined);
  if (issues.length > 0) {
    throw new ValidationError(
      "Automation",
      issues.map(({ path, must, given }) => ({
        code: "invalid_type",
        path: [path],
        message: `${must}, got ${describeValue(given)}`,
      })),
    );
  }
  return changes;
}
