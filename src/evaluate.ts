export type { ArtifactChange, ArtifactEvent } from "./evaluate/artifact-event.js";
export type { ColumnFiring, Columns, ColumnsOptions, ColumnsResult } from "./evaluate/columns/columns.js";
export { evaluateColumns } from "./evaluate/columns/evaluate-columns.js";
export { createEvaluator } from "./evaluate/create-evaluator.js";
export { dryRun } from "./evaluate/dry-run.js";
export type { Evaluable, Evaluables } from "./evaluate/evaluable.js";
export type { Collected, DryRunOptions, EvaluationOptions } from "./evaluate/evaluation-options.js";
export type { EvaluationItem, EvaluationSource } from "./evaluate/evaluation-source.js";
export type { Evaluator, EvaluatorOptions } from "./evaluate/evaluator.js";
export type { EvaluatorEvent, RowEvent, RunEndedEvent, RunStateEvent } from "./evaluate/evaluator-event.js";
export type { EvaluatorSnapshot } from "./evaluate/evaluator-snapshot.js";
export type { PictureOptions } from "./evaluate/picture/picture-data.js";
export type { TextOptions } from "./evaluate/picture/verdict-text.js";
export type { BusiestDay } from "./evaluate/rates/busiest-day.js";
export {
  type AutomationRate,
  type FiringRates,
  type FiringRatesJson,
  type FiringRatesOptions,
  firingRates,
  type RateHit,
} from "./evaluate/rates/firing-rates.js";
export { type HistorySpan, type MeteredHistory, meterHistory } from "./evaluate/rates/history-span.js";
export { sweep } from "./evaluate/sweep/sweep.js";
export { type SweepOptions, sweepEach } from "./evaluate/sweep/sweep-each.js";
export type { SweepAxis, SweepGrid, SweepParameter, SweepValue } from "./evaluate/sweep/sweep-grid.js";
export { Sweep, type SweepJson, type SweepParts } from "./evaluate/sweep/sweep-result.js";
export type { SweepHit, SweepRow } from "./evaluate/sweep/sweep-tally.js";
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
