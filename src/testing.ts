/**
 * For unit tests of automations: `wandb-automations/testing`.
 */

export type { ArtifactEvent } from "./evaluate/artifact-event.js";
export { dryRun } from "./evaluate/dry-run.js";
export type { Evaluable, Evaluables } from "./evaluate/evaluable.js";
export type { DryRunOptions } from "./evaluate/evaluation-options.js";
export type { EvaluationSource } from "./evaluate/evaluation-source.js";
export type { Firing } from "./evaluate/verdict/firing.js";
export type { Blocker } from "./evaluate/verdict/outcome.js";
export { Verdict } from "./evaluate/verdict/verdict.js";
export type { HistoryRow, RunHistory, RunInfo } from "./history/run-history.js";
export { type SeriesHistory, type SeriesOptions, series } from "./history/series.js";
export {
  assertDoesNotFire,
  assertFires,
  assertFiresTimes,
  FiringAssertionError,
} from "./testing/assert-fires.js";
export {
  type AutomationMatchers,
  automationMatchers,
  type MatcherResult,
} from "./testing/automation-matchers.js";
export type { FiringExpectation } from "./testing/firing-expectation.js";
export {
  createMswHandlers,
  type FetchingEmulator,
  type MswHandlerOptions,
  type MswHttp,
} from "./testing/msw-handlers.js";
export {
  type RenderedWebhook,
  type RenderWebhookOptions,
  renderWebhook,
  type WebhookWarning,
} from "./testing/render-webhook.js";
export type { WebhookEvent } from "./testing/webhook-values.js";
export type { TemplateValues } from "./wire/template.js";
export {
  type RawBody,
  type SignatureEncoding,
  signWebhook,
  verifyWebhook,
} from "./wire/webhook-signature.js";
