export type { ArtifactChange, ArtifactEvent } from "./evaluate/artifact-event.js";
export { dryRun } from "./evaluate/dry-run.js";
export type { Evaluable, Evaluables } from "./evaluate/evaluable.js";
export type { Collected, DryRunOptions, EvaluationOptions } from "./evaluate/evaluation-options.js";
export type { EvaluationItem, EvaluationSource } from "./evaluate/evaluation-source.js";
export type { PictureOptions } from "./evaluate/picture/picture-data.js";
export type { TextOptions } from "./evaluate/picture/verdict-text.js";
export type {
  ArtifactFiring,
  AutomationRef,
  Firing,
  MetricFiring,
  RunRef,
  StateFiring,
} from "./evaluate/verdict/firing.js";
export type {
  ArtifactOutcome,
  Blocker,
  Closest,
  LoggedSeries,
  Outcome,
  RunOutcome,
} from "./evaluate/verdict/outcome.js";
export { type AutomationSummary, Verdict, type VerdictParts } from "./evaluate/verdict/verdict.js";
export type { VerdictJson } from "./evaluate/verdict/verdict-json.js";
export type { Comparison } from "./evaluate/window/condition.js";
export type { Measurement } from "./evaluate/window/measure.js";
export type {
  HistoryRow,
  HistorySource,
  HistoryWarning,
  RunHistory,
  RunInfo,
} from "./history/run-history.js";
export type { CompiledAutomation, CompiledScope } from "./wire/compiled-automation.js";
export type { MetricSpec } from "./wire/event-filter.js";
