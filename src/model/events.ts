import { isValidationError, ValidationError, type ValidationIssue } from "../errors/index.js";
import { EventType } from "../wire/enums.js";
import {
  type RunMetricFilterInput,
  type RunStateFilterInput,
  toRunMetricFilter,
  toRunStateFilter,
} from "./event-filter-input.js";
import { scopeFor } from "./event-scope.js";
import { FilterExpression, type FilterInput, toFilterJson } from "./filter-expression.js";
import type { RunMetricFilter } from "./metric-filters.js";
import { EventBase } from "./new-automation.js";
import type {
  CollectionScope,
  OrganizationScope,
  ProjectScope,
  RegistryCollectionScope,
  Scope,
  TeamScope,
} from "./scopes.js";
import type { RunStateFilter } from "./state-filter.js";
import { describeValue } from "./validate-input.js";

/** Scopes of run events: a project, or everything a team or an organization owns. */
export type RunEventScope = ProjectScope | TeamScope | OrganizationScope;
/** Scopes of `OnCreateArtifact`: a single collection. */
export type AnyCollectionScope = CollectionScope | RegistryCollectionScope;

/** Scope and filter, read together so that problems with both are reported at once. */
function readOptions<S extends Scope, F>(
  subject: string,
  eventType: EventType,
  options: unknown,
  readFilter: (given: unknown) => F,
): { scope: S; filter: F } {
  if (typeof options !== "object" || options === null) {
    throw new ValidationError(subject, [
      { code: "invalid_type", path: [], message: `takes { scope, filter }, got ${describeValue(options)}` },
    ]);
  }
  const { scope: givenScope, filter: givenFilter, ...rest } = options as Record<string, unknown>;
  const issues: ValidationIssue[] = Object.keys(rest).map((key) => ({
    code: "unknown_option",
    path: [key],
    message: "is not an option here; options are scope, filter",
  }));
  const { scope, issues: scopeIssues } = scopeFor(eventType, givenScope);
  issues.push(...scopeIssues);
  let filter: F | undefined;
  try {
    filter = readFilter(givenFilter);
  } catch (error) {
    if (!isValidationError(error)) throw error;
    issues.push(...error.issues);
  }
  if (issues.length > 0 || scope === undefined || filter === undefined)
    throw new ValidationError(subject, issues);
  return { scope: scope as S, filter };
}

const NO_CONDITION = new FilterExpression({ $and: [] });

function artifactFilter(given: unknown): FilterExpression {
  return given === undefined ? NO_CONDITION : new FilterExpression(toFilterJson(given));
}

/** What events about artifacts take. */
export interface ArtifactEventOptions<S extends Scope = Scope> {
  /** `"entity/project"`, `"entity/project/collection"`, or a scope made by `registry()` and its like. */
  readonly scope: S | string;
  /** E.g. `ArtifactEvent.alias.eq("prod")`, or its Mongo-like JSON. Every such event where left out. */
  readonly filter?: FilterInput | undefined;
}

abstract class ArtifactEventBase extends EventBase<Scope, FilterExpression> {
  constructor(subject: string, eventType: EventType, options: ArtifactEventOptions) {
    const read = readOptions<Scope, FilterExpression>(subject, eventType, options, artifactFilter);
    super(read.scope, read.filter);
  }
}

/**
 * A version is linked to a collection, usually one of a registry.
 *
 * @throws ValidationError listing every option that is wrong.
 * @example
 * ```ts
 * import { ArtifactEvent, DoNothing, OnLinkArtifact, registry } from "wandb-automations";
 *
 * const event = new OnLinkArtifact({ scope: registry("acme-inc/model"), filter: ArtifactEvent.alias.eq("prod") });
 * const automation = event.then(new DoNothing());
 * console.log(`${automation}`);
 * ```
 */
export class OnLinkArtifact extends ArtifactEventBase {
  readonly kind = "OnLinkArtifact";
  readonly eventType = EventType.LINK_ARTIFACT;

  constructor(options: ArtifactEventOptions) {
    super("OnLinkArtifact", EventType.LINK_ARTIFACT, options);
    Object.freeze(this);
  }
}

/** A version is unlinked from a collection. Takes the same as {@link OnLinkArtifact}. */
export class OnUnlinkArtifact extends ArtifactEventBase {
  readonly kind = "OnUnlinkArtifact";
  readonly eventType = EventType.UNLINK_ARTIFACT;

  constructor(options: ArtifactEventOptions) {
    super("OnUnlinkArtifact", EventType.UNLINK_ARTIFACT, options);
    Object.freeze(this);
  }
}

/**
 * A version gets an alias.
 *
 * An alias that is added in a registry doesn't fire an automation on the project the version came from, nor the
 * other way round.
 *
 * @throws ValidationError listing every option that is wrong.
 * @example
 * ```ts
 * import { ArtifactEvent, DoNothing, OnAddArtifactAlias } from "wandb-automations";
 *
 * const event = new OnAddArtifactAlias({ scope: "acme/vision/resnet", filter: ArtifactEvent.alias.eq("prod") });
 * console.log(`${event.then(new DoNothing())}`);
 * ```
 */
export class OnAddArtifactAlias extends ArtifactEventBase {
  readonly kind = "OnAddArtifactAlias";
  readonly eventType = EventType.ADD_ARTIFACT_ALIAS;

  constructor(options: ArtifactEventOptions) {
    super("OnAddArtifactAlias", EventType.ADD_ARTIFACT_ALIAS, options);
    Object.freeze(this);
  }
}

/** A version gets a tag. Takes the same as {@link OnAddArtifactAlias}, with `ArtifactEvent.tag`. */
export class OnAddArtifactTag extends ArtifactEventBase {
  readonly kind = "OnAddArtifactTag";
  readonly eventType = EventType.ADD_ARTIFACT_TAG;

  constructor(options: ArtifactEventOptions) {
    super("OnAddArtifactTag", EventType.ADD_ARTIFACT_TAG, options);
    Object.freeze(this);
  }
}

/** A version loses a tag. Takes the same as {@link OnAddArtifactAlias}, with `ArtifactEvent.tag`. */
export class OnRemoveArtifactTag extends ArtifactEventBase {
  readonly kind = "OnRemoveArtifactTag";
  readonly eventType = EventType.REMOVE_ARTIFACT_TAG;

  constructor(options: ArtifactEventOptions) {
    super("OnRemoveArtifactTag", EventType.REMOVE_ARTIFACT_TAG, options);
    Object.freeze(this);
  }
}

/** A collection gets a tag. Takes the same as {@link OnAddArtifactAlias}, with `ArtifactEvent.tag`. */
export class OnAddCollectionTag extends ArtifactEventBase {
  readonly kind = "OnAddCollectionTag";
  readonly eventType = EventType.ADD_COLLECTION_TAG;

  constructor(options: ArtifactEventOptions) {
    super("OnAddCollectionTag", EventType.ADD_COLLECTION_TAG, options);
    Object.freeze(this);
  }
}

/** A collection loses a tag. Takes the same as {@link OnAddArtifactAlias}, with `ArtifactEvent.tag`. */
export class OnRemoveCollectionTag extends ArtifactEventBase {
  readonly kind = "OnRemoveCollectionTag";
  readonly eventType = EventType.REMOVE_COLLECTION_TAG;

  constructor(options: ArtifactEventOptions) {
    super("OnRemoveCollectionTag", EventType.REMOVE_COLLECTION_TAG, options);
    Object.freeze(this);
  }
}

/**
 * A new version is made in a collection.
 *
 * @throws ValidationError listing every option that is wrong, among them a scope that isn't a single collection.
 * @example
 * ```ts
 * import { DoNothing, OnCreateArtifact } from "wandb-automations";
 *
 * const event = new OnCreateArtifact({ scope: "acme/vision/resnet" });
 * console.log(`${event.then(new DoNothing())}`);
 * ```
 */
export class OnCreateArtifact extends EventBase<AnyCollectionScope, FilterExpression> {
  readonly kind = "OnCreateArtifact";
  readonly eventType = EventType.CREATE_ARTIFACT;

  constructor(options: ArtifactEventOptions<AnyCollectionScope>) {
    const { scope, filter } = readOptions<AnyCollectionScope, FilterExpression>(
      "OnCreateArtifact",
      EventType.CREATE_ARTIFACT,
      options,
      artifactFilter,
    );
    super(scope, filter);
    Object.freeze(this);
  }
}

/** What {@link OnRunMetric} takes. */
export interface OnRunMetricOptions {
  /** `"entity/project"`, or a project, team or organization. */
  readonly scope: RunEventScope | string;
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
export class OnRunMetric extends EventBase<RunEventScope, RunMetricFilter> {
  readonly kind = "OnRunMetric";
  readonly eventType: (typeof METRIC_EVENT)[keyof typeof METRIC_EVENT];

  constructor(options: OnRunMetricOptions) {
    const { scope, filter } = readOptions<RunEventScope, RunMetricFilter>(
      "OnRunMetric",
      EventType.RUN_METRIC_THRESHOLD,
      options,
      (given) => toRunMetricFilter("OnRunMetric", given),
    );
    super(scope, filter);
    this.eventType = METRIC_EVENT[filter.metric.kind];
    Object.freeze(this);
  }
}

/** What {@link OnRunState} takes. */
export interface OnRunStateOptions {
  /** `"entity/project"`, or a project, team or organization. */
  readonly scope: RunEventScope | string;
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
export class OnRunState extends EventBase<RunEventScope, RunStateFilter> {
  readonly kind = "OnRunState";
  readonly eventType = EventType.RUN_STATE;

  constructor(options: OnRunStateOptions) {
    const { scope, filter } = readOptions<RunEventScope, RunStateFilter>(
      "OnRunState",
      EventType.RUN_STATE,
      options,
      (given) => toRunStateFilter("OnRunState", given),
    );
    super(scope, filter);
    Object.freeze(this);
  }
}

/** Any event an automation can be made with. */
export type AutomationEvent =
  | OnLinkArtifact
  | OnUnlinkArtifact
  | OnAddArtifactAlias
  | OnAddArtifactTag
  | OnRemoveArtifactTag
  | OnAddCollectionTag
  | OnRemoveCollectionTag
  | OnCreateArtifact
  | OnRunMetric
  | OnRunState;
