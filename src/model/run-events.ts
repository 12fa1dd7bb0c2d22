import { EventType } from "../wire/enums.js";
import { sealAs } from "./brand.js";
import { EventBase } from "./event-base.js";
import { readEventOptions } from "./event-options.js";
import { type RunMetricFilter, type RunMetricFilterInput, toRunMetricFilter } from "./run-metric-filter.js";
import { type RunStateFilter, type RunStateFilterInput, toRunStateFilter } from "./run-state-filter.js";
import type { ProjectPath } from "./scope-path.js";
import type { OrganizationScope, ProjectScope, TeamScope } from "./scopes.js";

/** Scopes of run events: a project, or everything a team or an organization owns. */
export type RunEventScope = ProjectScope | TeamScope | OrganizationScope;

/** What {@link OnRunMetric} takes. */
export interface OnRunMetricOptions<Path extends string = string> {
  /** `"entity/project"`, or a project, team or organization. */
  readonly scope: RunEventScope | Path;
  /** The condition, possibly with the runs it watches: `RunEvent.metric("loss").gt(1).and(RunEvent.name.eq("x"))`. */
  readonly filter: RunMetricFilterInput;
}

const METRIC_EVENT = {
  threshold: EventType.RUN_METRIC_THRESHOLD,
  change: EventType.RUN_METRIC_CHANGE,
  zscore: EventType.RUN_METRIC_ZSCORE,
} as const;

/**
 * A metric of a run satisfies a condition. Fires at most once per run in 24 hours (documented).
 *
 * @throws ValidationError listing every option that is wrong.
 * @example
 * ```ts
 * import { DoNothing, MetricThresholdFilter, OnRunMetric } from "wandb-automations";
 *
 * const event = new OnRunMetric({
 *   scope: "acme/vision",
 *   filter: new MetricThresholdFilter({ name: "accuracy", cmp: ">", threshold: 0.95 }),
 * });
 * console.log(`${event.then(new DoNothing())}`);
 * ```
 */
export class OnRunMetric<Path extends string = string> extends EventBase<RunEventScope, RunMetricFilter> {
  readonly kind = "OnRunMetric";
  readonly eventType: (typeof METRIC_EVENT)[keyof typeof METRIC_EVENT];

  constructor(options: OnRunMetricOptions<ProjectPath<Path>>) {
    const { scope, filter } = readEventOptions<RunEventScope, RunMetricFilter>(
      "OnRunMetric",
      EventType.RUN_METRIC_THRESHOLD,
      options,
      toRunMetricFilter,
    );
    super(scope, filter);
    this.eventType = METRIC_EVENT[filter.metric.kind];
    sealAs(this, "event");
  }
}

/** What {@link OnRunState} takes. */
export interface OnRunStateOptions<Path extends string = string> {
  /** `"entity/project"`, or a project, team or organization. */
  readonly scope: RunEventScope | Path;
  /** The states, possibly with the runs that are watched. */
  readonly filter: RunStateFilterInput;
}

/**
 * A run changes to a state: it starts running, finishes or fails. A crashed run counts as failed; a killed one never
 * fires (documented).
 *
 * @throws ValidationError listing every option that is wrong.
 * @example
 * ```ts
 * import { DoNothing, OnRunState, RunEvent } from "wandb-automations";
 *
 * const event = new OnRunState({ scope: "acme/vision", filter: RunEvent.state.in(["finished", "failed"]) });
 * console.log(`${event.then(new DoNothing())}`);
 * ```
 */
export class OnRunState<Path extends string = string> extends EventBase<RunEventScope, RunStateFilter> {
  readonly kind = "OnRunState";
  readonly eventType = EventType.RUN_STATE;

  constructor(options: OnRunStateOptions<ProjectPath<Path>>) {
    const { scope, filter } = readEventOptions<RunEventScope, RunStateFilter>(
      "OnRunState",
      EventType.RUN_STATE,
      options,
      toRunStateFilter,
    );
    super(scope, filter);
    sealAs(this, "event");
  }
}
