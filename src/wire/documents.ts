export {
  entityAutomations,
  entityProjectAutomations,
  type ProjectWalkData,
  viewerProjectAutomations,
} from "./documents/automations.js";
export { type ExecutionNode, TRIGGER_EXECUTIONS } from "./documents/executions.js";
export {
  INTEGRATIONS,
  type IntegrationNode,
  isSlackNode,
  isWebhookNode,
  type WebhookNode,
} from "./documents/integrations.js";
export {
  CREATE_WEBHOOK_INTEGRATION,
  createAutomation,
  DELETE_AUTOMATION,
  updateAutomation,
} from "./documents/mutations.js";
export type { Operation } from "./documents/operation.js";
export type { Connection } from "./documents/page.js";
export { type NamesAnswer, type NamesQuestion, resolveNames } from "./documents/resolve-names.js";
export { oneRun, projectRuns, type RunNode, type RunPath, runKeys, runRows } from "./documents/runs.js";
export { INTEGRATIONS_PER_PAGE, type ScopeAnswer } from "./documents/scope-selection.js";
export { DEFAULT_ENTITY, SERVER_FEATURES, type ServerInfo, viewerOfKey } from "./documents/session.js";
export { FULL_SUPPORT, LEAST_SUPPORT, type TypeSupport } from "./documents/trigger-fields.js";
