import { ValidationError } from "../errors/index.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import type { ActionConfig, CreateFilterTriggerInput, UpdateFilterTriggerInput } from "../wire/inputs.js";

/** What resolving an automation's names gave. */
export interface ResolvedIds {
  readonly scopeId: string;
  /** The id of the integration, where the automation didn't know it. */
  readonly integrationId?: string | undefined;
}

/**
 * The `input` of `createFilterTrigger`.
 *
 * @throws ValidationError when the automation has no name, or its integration no id.
 */
export function compileCreateInput(compiled: CompiledAutomation, ids: ResolvedIds): CreateFilterTriggerInput {
  const { name, description, enabled, scope, eventType, eventFilter, actionType } = compiled;
  const triggeredActionConfig = actionConfig(compiled, ids);
  if (name === undefined || triggeredActionConfig === undefined) {
    throw new ValidationError("Automation", [
      name === undefined
        ? {
            code: "required",
            path: ["name"],
            message: "must be given to save it: automation.save({ name: … })",
          }
        : { code: "required", path: ["action"], message: `of type ${actionType} can't be created` },
    ]);
  }
  return {
    name,
    ...(description === undefined ? {} : { description }),
    enabled,
    scopeType: scope.scopeType,
    scopeID: ids.scopeId,
    triggeringEventType: eventType,
    eventFilter,
    triggeredActionType: actionType,
    triggeredActionConfig,
  };
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
    ...(eventType === "UNKNOWN" ? {} : { triggeringEventType: eventType, eventFilter }),
    ...(config === undefined ? {} : { triggeredActionType: actionType, triggeredActionConfig: config }),
  };
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
