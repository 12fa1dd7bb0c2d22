import type { Automation } from "../model/automation.js";
import { type AutomationChanges, readChanges } from "../model/automation-changes.js";
import { checkScope } from "../model/event-scope.js";
import type { NewAutomation } from "../model/new-automation.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import { type CompiledAction, compileAction } from "./compile-action.js";
import { compileEventFilter } from "./compile-event-filter.js";
import type { Mutable } from "./mutable.js";

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
export function compileAutomation(
  automation: NewAutomation,
  changes: AutomationChanges = {},
): CompiledAutomation {
  const given = readChanges(changes, automation.event.eventType);
  const event = given.event ?? automation.event;
  const scope = given.scope ?? event.scope;
  const name = given.name ?? automation.name;
  const description = given.description ?? automation.description;
  const compiled: Mutable<CompiledAutomation> = {};
  if (name !== undefined) compiled.name = name;
  if (description !== undefined) compiled.description = description;
  compiled.enabled = given.enabled ?? automation.enabled;
  compiled.scope = scope;
  compiled.eventType = event.eventType;
  compiled.eventFilter = compileEventFilter(event);
  return sealWith(compileAction(given.action ?? automation.action), compiled);
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
  changes: AutomationChanges = {},
): CompiledAutomation & { readonly id: string } {
  const { record } = automation;
  const given = readChanges(changes, record.eventType);
  const description = given.description ?? record.description ?? undefined;
  const eventType = given.event?.eventType ?? record.eventType;
  const scope = given.scope ?? record.scope;
  if (given.event && given.scope === undefined && record.scope.kind !== "unknown") {
    checkScope(eventType, record.scope);
  }
  const action = given.action
    ? compileAction(given.action)
    : {
        actionType: record.actionType,
        ...(record.actionConfig === undefined ? {} : { actionConfig: record.actionConfig }),
      };
  const compiled: Mutable<CompiledAutomation & { readonly id: string }> = { id: record.id };
  compiled.name = given.name ?? record.name;
  if (description !== undefined) compiled.description = description;
  compiled.enabled = given.enabled ?? record.enabled;
  compiled.scope = scope;
  compiled.eventType = eventType;
  compiled.eventFilter = given.event ? compileEventFilter(given.event) : record.eventFilter;
  return sealWith(action, compiled);
}

/** Adds the action, and freezes everything, so that a compiled automation can be passed around without copies. */
function sealWith<T extends CompiledAutomation>(
  { actionType, actionConfig, integration }: CompiledAction,
  compiled: Mutable<T>,
): T {
  compiled.actionType = actionType;
  if (actionConfig !== undefined) {
    for (const input of Object.values(actionConfig)) Object.freeze(input);
    compiled.actionConfig = Object.freeze(actionConfig);
  }
  if (integration !== undefined) compiled.integration = integration;
  return Object.freeze(compiled) as T;
}
