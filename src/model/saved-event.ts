import { isValidationError } from "../errors/index.js";
import type { WireAggregation } from "../wire/enums.js";
import { type EventFilterSpec, type MetricSpec, parseEventFilter } from "../wire/event-filter.js";
import type { TriggerRecord } from "../wire/trigger.js";
import {
  OnAddArtifactAlias,
  OnAddArtifactTag,
  OnAddCollectionTag,
  OnCreateArtifact,
  OnLinkArtifact,
  OnRemoveArtifactTag,
  OnRemoveCollectionTag,
  OnUnlinkArtifact,
} from "./artifact-events.js";
import type { AutomationEvent } from "./automation-event.js";
import { MetricChangeFilter } from "./metric-change-filter.js";
import type { MetricFilter } from "./metric-filter.js";
import { MetricThresholdFilter } from "./metric-threshold-filter.js";
import type { Aggregation, ChangeDirection, ChangeType } from "./metric-vocabulary.js";
import { MetricZScoreFilter } from "./metric-zscore-filter.js";
import { OnRunMetric, OnRunState } from "./run-events.js";
import { RunMetricFilter } from "./run-metric-filter.js";
import { RunStateFilter } from "./run-state-filter.js";
import type { Scope } from "./scopes.js";
import { StateFilter } from "./state-filter.js";
import { UnknownEvent } from "./unknown-kinds.js";

const ARTIFACT_EVENTS = {
  LINK_MODEL: OnLinkArtifact,
  UNLINK_ARTIFACT: OnUnlinkArtifact,
  ADD_ARTIFACT_ALIAS: OnAddArtifactAlias,
  ADD_ARTIFACT_TAG: OnAddArtifactTag,
  REMOVE_ARTIFACT_TAG: OnRemoveArtifactTag,
  ADD_COLLECTION_TAG: OnAddCollectionTag,
  REMOVE_COLLECTION_TAG: OnRemoveCollectionTag,
} as const;

/** The event of a saved automation, as the class that makes such events; {@link UnknownEvent} where there is none. */
export function eventFromRecord(record: TriggerRecord): AutomationEvent | UnknownEvent {
  const { eventType, eventFilter } = record;
  const unknown = (reason: string) => new UnknownEvent(eventType, eventFilter, reason);
  if (record.scope.kind === "unknown") return unknown("its scope is of a kind this version doesn't know");
  const spec = parseEventFilter(eventType, eventFilter);
  try {
    return build(eventType, record.scope as Scope, spec) ?? unknown(reasonOf(spec, eventType));
  } catch (error) {
    // A server may hold what this version would refuse to make. It is still listed, and written back as it is.
    if (isValidationError(error)) return unknown(error.issues.map((issue) => issue.message).join("; "));
    throw error;
  }
}

function reasonOf(spec: EventFilterSpec, eventType: string): string {
  return spec.kind === "unknown" ? spec.reason : `${eventType} can't be made any more`;
}

function build(eventType: string, scope: Scope, spec: EventFilterSpec): AutomationEvent | undefined {
  // The constructors hold the scope against what the event allows, so it may be any here.
  const anyScope = scope as never;
  switch (spec.kind) {
    case "metric":
      return new OnRunMetric({
        scope: anyScope,
        filter: new RunMetricFilter({ metric: metricFromSpec(spec.metric), run: spec.runFilter }),
      });
    case "state":
      return new OnRunState({
        scope: anyScope,
        filter: new RunStateFilter({
          state: new StateFilter({ states: spec.states }),
          run: spec.runFilter,
        }),
      });
    case "artifact": {
      if (eventType === "CREATE_ARTIFACT")
        return new OnCreateArtifact({ scope: anyScope, filter: spec.filter });
      if (!Object.hasOwn(ARTIFACT_EVENTS, eventType)) return undefined;
      const Event = ARTIFACT_EVENTS[eventType as keyof typeof ARTIFACT_EVENTS];
      return new Event({ scope, filter: spec.filter });
    }
    case "unknown":
      return undefined;
  }
}

const aggregation = (agg: WireAggregation | null) =>
  agg === null ? null : (agg.toLowerCase() as Aggregation);

function metricFromSpec(spec: MetricSpec): MetricFilter {
  switch (spec.kind) {
    case "threshold":
      return new MetricThresholdFilter({
        name: spec.name,
        agg: aggregation(spec.agg),
        window: spec.window,
        cmp: spec.cmp,
        threshold: spec.threshold,
      });
    case "change":
      return new MetricChangeFilter({
        name: spec.name,
        agg: aggregation(spec.agg),
        window: spec.window,
        priorWindow: spec.priorWindow,
        changeType: spec.changeType.toLowerCase() as ChangeType,
        changeDir: spec.changeDir.toLowerCase() as ChangeDirection,
        amount: spec.amount,
      });
    case "zscore":
      return new MetricZScoreFilter({
        name: spec.name,
        window: spec.window,
        threshold: spec.threshold,
        changeDir: spec.changeDir.toLowerCase() as ChangeDirection,
      });
  }
}
