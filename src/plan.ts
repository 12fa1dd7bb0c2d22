export {
  isKeptAutomation,
  type KeptAction,
  type KeptAutomation,
  type KeptAutomationOptions,
  type KeptEvent,
  keepAutomation,
} from "./model/kept-automation.js";
export { type ApplyOptions, type ApplyProgress, applyPlan } from "./plan/apply-plan.js";
export type { ApplyReport, ApplyResult } from "./plan/apply-report.js";
export type { DesiredAutomation } from "./plan/desired-automation.js";
export type { Difference } from "./plan/differences.js";
export { type FormatPlanOptions, formatPlan, type PlanPaint } from "./plan/format-plan.js";
export { type MarkedText, type OwnerMarker, readMarker } from "./plan/owner-marker.js";
export type { Plan, PlanConflict, PlanCounts, PlanItem, PlanOptions } from "./plan/plan.js";
export { planAutomations, planDestroy } from "./plan/plan-automations.js";
export { type PulledSource, type PullOptions, pullAutomations } from "./plan/pull-automations.js";
export { approvePlan, readSavedPlan, type SavedPlan, savePlan } from "./plan/saved-plan.js";
export type { AutomationsSource, PulledAutomation } from "./plan/source/automations-source.js";
