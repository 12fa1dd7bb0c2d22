import { installDefaultBackend } from "./client/default-backend.js";

export {
  Api,
  type CreateWebhookOptions,
  type IntegrationsOptions,
} from "./client/api.js";
export type { ApiOptions } from "./client/api-options.js";
export type { Environment } from "./client/config/environment.js";
export type { Fetched } from "./client/fetch-scopes.js";
export type { AutomationsOptions } from "./client/list-automations.js";
export { login } from "./client/login.js";
export { Listing, type ListOptions, type Page } from "./client/pages.js";
export { Project, type ProjectAutomationsOptions } from "./client/project.js";
export { Run, type RunsOptions } from "./client/run.js";
export type { RowOptions } from "./client/run-rows.js";
export type { Viewer } from "./client/viewer.js";
export { compileAutomation, compileSaved } from "./compile/compile-automation.js";
export {
  compileCreateInput,
  compileUpdateInput,
  type ResolvedIds,
} from "./compile/mutation-inputs.js";
export { simplifyFilter } from "./compile/simplify-filter.js";
export {
  AuthError,
  AutomationsError,
  ERROR_CODES,
  type ErrorCode,
  type ErrorOptions,
  EvaluationError,
  EventAwaitedError,
  formatPath,
  HistoryError,
  type HistoryLocation,
  hasErrorCode,
  isAutomationsError,
  isValidationError,
  MissingDependencyError,
  ServerError,
  type ServerErrorOptions,
  TransportError,
  UnexpectedResponseError,
  UnsupportedByServerError,
  ValidationError,
  type ValidationIssue,
} from "./errors/index.js";
export { type Action, isAction } from "./model/action.js";
export { AggregatedMetric, type ChangeAmount } from "./model/aggregated-metric.js";
export {
  type AnyCollectionScope,
  type ArtifactEventOptions,
  OnAddArtifactAlias,
  OnAddArtifactTag,
  OnAddCollectionTag,
  OnCreateArtifact,
  OnLinkArtifact,
  OnRemoveArtifactTag,
  OnRemoveCollectionTag,
  OnUnlinkArtifact,
} from "./model/artifact-events.js";
export { Automation, isAutomation } from "./model/automation.js";
export type { AutomationChanges } from "./model/automation-changes.js";
export { type AutomationEvent, isEvent } from "./model/automation-event.js";
export type {
  AutomationBackend,
  CreateAutomationOptions,
  HistoryOptions,
  Paged,
  RequestOptions,
  UpdateAutomationOptions,
} from "./model/backend.js";
export { DoNothing } from "./model/do-nothing.js";
export { ArtifactEvent, RunEvent } from "./model/event-fields.js";
export { and, FilterExpression, type FilterInput, nor, not, or } from "./model/filter-expression.js";
export type { Scalar } from "./model/filter-operand.js";
export { FilterableField } from "./model/filterable-field.js";
export {
  type Integration,
  isSlackIntegration,
  isWebhookIntegration,
  type NewWebhookIntegration,
  type SavedSlackIntegration,
  type SavedWebhookIntegration,
  SlackIntegration,
  WebhookIntegration,
} from "./model/integrations.js";
export { Metric } from "./model/metric.js";
export { MetricChangeFilter, type MetricChangeOptions } from "./model/metric-change-filter.js";
export type { MetricFilter } from "./model/metric-filter.js";
export { MetricThresholdFilter, type MetricThresholdOptions } from "./model/metric-threshold-filter.js";
export type {
  Aggregation,
  AggregationInput,
  ChangeDirection,
  ChangeDirectionInput,
  ChangeType,
  ChangeTypeInput,
  Comparison,
  ComparisonInput,
} from "./model/metric-vocabulary.js";
export { MetricZScore } from "./model/metric-zscore.js";
export { MetricZScoreFilter, type MetricZScoreOptions } from "./model/metric-zscore-filter.js";
export {
  defineAutomation,
  isNewAutomation,
  NewAutomation,
  type NewAutomationOptions,
  type SaveOptions,
} from "./model/new-automation.js";
export { parseScope } from "./model/parse-scope.js";
export {
  OnRunMetric,
  type OnRunMetricOptions,
  OnRunState,
  type OnRunStateOptions,
  type RunEventScope,
} from "./model/run-events.js";
export { RunMetricFilter, type RunMetricFilterInput } from "./model/run-metric-filter.js";
export { RunStateFilter, type RunStateFilterInput } from "./model/run-state-filter.js";
export {
  type CollectionScope,
  collection,
  type OrganizationScope,
  organization,
  type ProjectScope,
  project,
  type RegistryCollectionScope,
  type RegistryScope,
  registry,
  registryCollection,
  type Scope,
  scopeText,
  type TeamScope,
  team,
  type UnknownScope,
} from "./model/scopes.js";
export {
  SendNotification,
  type SendNotificationOptions,
  type SeverityInput,
} from "./model/send-notification.js";
export { SendPromptToAria } from "./model/send-prompt-to-aria.js";
export { SendWebhook, type SendWebhookOptions } from "./model/send-webhook.js";
export { type RunState, type RunStateInput, StateFilter } from "./model/state-filter.js";
export { UnknownAction, UnknownEvent } from "./model/unknown-kinds.js";
export type { LogEvent, Logger } from "./transport/log.js";
export type { CompiledAutomation, CompiledScope, UnresolvedIntegration } from "./wire/compiled-automation.js";
export { ActionType, AlertSeverity, EventType, ScopeType } from "./wire/enums.js";
export type { Execution } from "./wire/execution.js";
export type { ActionConfig, CreateFilterTriggerInput, UpdateFilterTriggerInput } from "./wire/inputs.js";
export type { FilterJson, JsonObject, JsonValue } from "./wire/json.js";
export { Secret } from "./wire/secret.js";

installDefaultBackend();
