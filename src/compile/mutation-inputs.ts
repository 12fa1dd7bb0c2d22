import { ValidationError, type ValidationIssue } from "../errors/index.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import type { ActionConfig, CreateFilterTriggerInput, UpdateFilterTriggerInput } from "../wire/inputs.js";
import type { Mutable } from "./mutable.js";

/** What resolving an automation's names gave. */
export interface ResolvedIds {
  readonly scopeId: string;
  /** The id of the integration, where the automation didn't know it. */
  readonly integrationId?: string | undefined;
}

/**
 * The `input` of `createFilterTrigger`.
 *
 * @throws ValidationError listing what is missing: the name, the id of its integration, or a part of a kind that isn't
 * known and so can't be created.
 */
export function compileCreateInput(compiled: CompiledAutomation, ids: ResolvedIds): CreateFilterTriggerInput {
  const { name, description, enabled, scope, eventType, eventFilter, actionType } = compiled;
  const triggeredActionConfig = actionConfig(compiled, ids);
  const issues = createIssues(compiled);
  if (name === undefined || triggeredActionConfig === undefined || issues.length > 0) {
    throw new ValidationError("Automation", issues);
  }
  const input: Mutable<CreateFilterTriggerInput> = { name };
  if (description !== undefined) input.description = description;
  input.enabled = enabled;
  input.scopeType = scope.scopeType;
  input.scopeID = ids.scopeId;
  input.triggeringEventType = eventType;
  input.eventFilter = eventFilter;
  input.triggeredActionType = actionType;
  input.triggeredActionConfig = triggeredActionConfig;
  return input as CreateFilterTriggerInput;
}

/** Why an automation can't be created, if it can't: its name may be left to saving, and its parts may be unknown. */
function createIssues(compiled: CompiledAutomation): ValidationIssue[] {
  const { name, scope, eventType, actionType, actionConfig } = compiled;
  const issues: ValidationIssue[] = [];
  if (name === undefined) {
    const message = "must be given to save it: automation.save({ name: … })";
    issues.push({ code: "required", path: ["name"], message });
  }
  if (!isScopeType(scope.scopeType)) issues.push(unknownKind("scope", scope.scopeType));
  if (!hasEvent(compiled)) issues.push(unknownKind("event", eventType));
  if (actionConfig === undefined) issues.push(unknownKind("action", actionType));
  return issues;
}

function unknownKind(part: string, type: string): ValidationIssue {
  return { code: "required", path: [part], message: `of type ${type} isn't known and can't be created` };
}

/**
 * The `input` of `updateFilterTrigger`: the whole automation, but for the parts of a kind that isn't known, which the
 * server then keeps.
 *
 * @throws ValidationError when its integration has no id.
 */
export function compileUpdateInput(
  compiled: CompiledAutomation & { readonly id: string },
  ids: ResolvedIds,
): UpdateFilterTriggerInput {
  const { id, name, description, enabled, scope, eventType, eventFilter, actionType } = compiled;
  const config = actionConfig(compiled, ids);
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    enabled,
    ...(isScopeType(scope.scopeType) ? { scopeType: scope.scopeType, scopeID: ids.scopeId } : {}),
    ...(hasEvent(compiled) ? { triggeringEventType: eventType, eventFilter } : {}),
    ...(config === undefined ? {} : { triggeredActionType: actionType, triggeredActionConfig: config }),
  };
}

/** Whether enough of the event is known to write it back. */
function hasEvent({ eventType, eventFilter }: CompiledAutomation): boolean {
  return eventType !== "UNKNOWN" && eventFilter !== "";
}

function isScopeType(scopeType: string): boolean {
  return scopeType === "PROJECT" || scopeType === "ARTIFACT_COLLECTION" || scopeType === "ENTITY";
}

/** The action's input with the integration's id in its place. */
function actionConfig(compiled: CompiledAutomation, ids: ResolvedIds): ActionConfig | undefined {
  const { actionConfig: config, integration } = compiled;
  if (!integration || !config) return config;
  const integrationID = ids.integrationId;
  if (integrationID === undefined) {
    throw new ValidationError("Automation", [
      { code: "required", path: ["action", "integration"], message: "has no id yet and wasn't resolved" },
    ]);
  }
  const { notificationActionInput, genericWebhookActionInput } = config;
  if (notificationActionInput) {
    return { notificationActionInput: { ...notificationActionInput, integrationID } };
  }
  if (genericWebhookActionInput) {
    return { genericWebhookActionInput: { ...genericWebhookActionInput, integrationID } };
  }
  return config;
}
