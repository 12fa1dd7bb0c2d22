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
export {
  type Action,
  DoNothing,
  isAction,
  SendNotification,
  type SendNotificationOptions,
  SendPromptToAria,
  SendWebhook,
  type SendWebhookOptions,
  type SeverityInput,
} from "./model/actions.js";
export { Automation, isAutomation } from "./model/automation.js";
export type {
  AutomationBackend,
  AutomationChanges,
  CreateAutomationOptions,
  HistoryOptions,
  RequestOptions,
  UpdateAutomationOptions,
} from "./model/backend.js";
export { ArtifactEvent, RunEvent } from "./model/event-fields.js";
export type { RunMetricFilterInput, RunStateFilterInput } from "./model/event-filter-input.js";
export {
  type AnyCollectionScope,
  type ArtifactEventOptions,
  type AutomationEvent,
  OnAddArtifactAlias,
  OnAddArtifactTag,
  OnAddCollectionTag,
  OnCreateArtifact,
  OnLinkArtifact,
  OnRemoveArtifactTag,
  OnRemoveCollectionTag,
  OnRunMetric,
  type OnRunMetricOptions,
  OnRunState,
  type OnRunStateOptions,
  OnUnlinkArtifact,
  type RunEventScope,
} from "./model/events.js";
export { and, FilterExpression, type FilterInput, nor, not, or } from "./model/filter-expression.js";
export { FilterableField, type Scalar } from "./model/filterable-field.js";
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
export {
  MetricChangeFilter,
  type MetricChangeOptions,
  type MetricFilter,
  MetricThresholdFilter,
  type MetricThresholdOptions,
  MetricZScoreFilter,
  type MetricZScoreOptions,
  RunMetricFilter,
} from "./model/metric-filters.js";
export { AggregatedMetric, type ChangeAmount, Metric, MetricZScore } from "./model/metric-operand.js";
export type {
  Aggregation,
  AggregationInput,
  ChangeDirection,
  ChangeType,
  Comparison,
  ComparisonInput,
} from "./model/metric-vocabulary.js";
export {
  defineAutomation,
  isEvent,
  isNewAutomation,
  NewAutomation,
  type NewAutomationOptions,
  type SaveOptions,
} from "./model/new-automation.js";
export {
  type CollectionScope,
  collection,
  type OrganizationScope,
  organization,
  type ProjectScope,
  parseScope,
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
export { type RunState, RunStateFilter, type RunStateInput, StateFilter } from "./model/state-filter.js";
export { UnknownAction, UnknownEvent } from "./model/unknown-kinds.js";
export type { LogEvent, Logger } from "./transport/log.js";
export type { CompiledAutomation, CompiledScope, UnresolvedIntegration } from "./wire/compiled-automation.js";
export { ActionType, AlertSeverity, EventType, ScopeType } from "./wire/enums.js";
export type { Execution } from "./wire/execution.js";
export type { ActionConfig, CreateFilterTriggerInput, UpdateFilterTriggerInput } from "./wire/inputs.js";
export type { FilterJson, JsonObject, JsonValue } from "./wire/json.js";
export { Secret } from "./wire/secret.js";

installDefaultBackend();
