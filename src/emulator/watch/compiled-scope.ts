import type { CompiledAutomation, CompiledScope } from "../../wire/compiled-automation.js";
import { type Directory, isRegistry } from "../store/directory.js";
import type { AutomationRecord } from "../store/records.js";

/** An automation as the evaluator reads it, its scope with every name the store has. */
export function toCompiled(automation: AutomationRecord, directory: Directory): CompiledAutomation {
  return {
    id: automation.id,
    name: automation.name,
    enabled: automation.enabled,
    scope: toCompiledScope(automation, directory),
    eventType: automation.eventType,
    eventFilter: automation.eventFilter,
    actionType: automation.actionType,
    actionConfig: automation.actionConfig,
  };
}

function toCompiledScope(automation: AutomationRecord, directory: Directory): CompiledScope {
  const { scopeType, id, entity, project, collection } = directory.scopeOf(automation);
  if (project === undefined) {
    const kind = entity.kind === "organization" ? "organization" : "team";
    return { kind, scopeType, id, entity: entity.name };
  }
  const names = { scopeType, id, entity: entity.name, project: project.name };
  if (collection === undefined) return { ...names, kind: isRegistry(project) ? "registry" : "project" };
  const kind = isRegistry(project) ? "registryCollection" : "collection";
  return { ...names, kind, collection: collection.name };
}
