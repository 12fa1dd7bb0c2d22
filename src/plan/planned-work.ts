import type { CompiledScope, UnresolvedIntegration } from "../wire/compiled-automation.js";
import type { BatchStep } from "../wire/documents/save-batch.js";
import type { TriggerRecord } from "../wire/trigger.js";
import type { PlanItem } from "./plan.js";

/** An integration that is found or made when a plan is applied. */
export interface PendingIntegration {
  readonly wanted: UnresolvedIntegration;
  readonly entity: string | undefined;
}

/** One change of a plan, ready to be sent. */
export interface PlannedWork {
  readonly item: PlanItem;
  readonly scope: CompiledScope;
  /** The entity whose list shows what became of it. */
  readonly entity: string | undefined;
  /** As it was when the plan was made; undefined for what is new. */
  readonly record: TriggerRecord | undefined;
  /** Set where the step needs the id of an integration that isn't there yet. */
  readonly pending: PendingIntegration | undefined;
  /** What is sent. */
  readonly step: (integrationId: string | undefined) => BatchStep;
  /** Equal exactly where a change is the same one: same automation, as it was then, to become the same. */
  readonly fingerprint: string;
}
