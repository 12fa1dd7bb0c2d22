import { EventType } from "../wire/enums.js";
import { sealAs } from "./brand.js";
import { EventBase } from "./event-base.js";
import { readEventOptions } from "./event-options.js";
import { FilterExpression, type FilterInput } from "./filter-expression.js";
import type { CollectionPath, ScopePath } from "./scope-path.js";
import type { CollectionScope, RegistryCollectionScope, Scope } from "./scopes.js";

/** Scopes of `OnCreateArtifact`: a single collection. */
export type AnyCollectionScope = CollectionScope | RegistryCollectionScope;

const NO_CONDITION = new FilterExpression({ $and: [] });

function artifactFilter(given: unknown): FilterExpression {
  return given === undefined ? NO_CONDITION : new FilterExpression(given as FilterInput);
}

/** What events about artifacts take. */
export interface ArtifactEventOptions<S extends Scope = Scope, Path extends string = string> {
  /** `"entity/project"`, `"entity/project/collection"`, or a scope made by `registry()` and its like. */
  readonly scope: S | Path;
  /** E.g. `ArtifactEvent.alias.eq("prod")`, or its Mongo-like JSON. Every such event where left out. */
  readonly filter?: FilterInput | undefined;
}

abstract class ArtifactEventBase extends EventBase<Scope, FilterExpression> {
  constructor(subject: string, eventType: EventType, options: ArtifactEventOptions) {
    const read = readEventOptions<Scope, FilterExpression>(subject, eventType, options, artifactFilter);
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
export class OnLinkArtifact<Path extends string = string> extends ArtifactEventBase {
  readonly kind = "OnLinkArtifact";
  readonly eventType = EventType.LINK_ARTIFACT;

  constructor(options: ArtifactEventOptions<Scope, ScopePath<Path>>) {
    super("OnLinkArtifact", EventType.LINK_ARTIFACT, options);
    sealAs(this, "event");
  }
}

/** A version is unlinked from a collection. Takes the same as {@link OnLinkArtifact}. */
export class OnUnlinkArtifact<Path extends string = string> extends ArtifactEventBase {
  readonly kind = "OnUnlinkArtifact";
  readonly eventType = EventType.UNLINK_ARTIFACT;

  constructor(options: ArtifactEventOptions<Scope, ScopePath<Path>>) {
    super("OnUnlinkArtifact", EventType.UNLINK_ARTIFACT, options);
    sealAs(this, "event");
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
export class OnAddArtifactAlias<Path extends string = string> extends ArtifactEventBase {
  readonly kind = "OnAddArtifactAlias";
  readonly eventType = EventType.ADD_ARTIFACT_ALIAS;

  constructor(options: ArtifactEventOptions<Scope, ScopePath<Path>>) {
    super("OnAddArtifactAlias", EventType.ADD_ARTIFACT_ALIAS, options);
    sealAs(this, "event");
  }
}

/** A version gets a tag. Takes the same as {@link OnAddArtifactAlias}, with `ArtifactEvent.tag`. */
export class OnAddArtifactTag<Path extends string = string> extends ArtifactEventBase {
  readonly kind = "OnAddArtifactTag";
  readonly eventType = EventType.ADD_ARTIFACT_TAG;

  constructor(options: ArtifactEventOptions<Scope, ScopePath<Path>>) {
    super("OnAddArtifactTag", EventType.ADD_ARTIFACT_TAG, options);
    sealAs(this, "event");
  }
}

/** A version loses a tag. Takes the same as {@link OnAddArtifactAlias}, with `ArtifactEvent.tag`. */
export class OnRemoveArtifactTag<Path extends string = string> extends ArtifactEventBase {
  readonly kind = "OnRemoveArtifactTag";
  readonly eventType = EventType.REMOVE_ARTIFACT_TAG;

  constructor(options: ArtifactEventOptions<Scope, ScopePath<Path>>) {
    super("OnRemoveArtifactTag", EventType.REMOVE_ARTIFACT_TAG, options);
    sealAs(this, "event");
  }
}

/** A collection gets a tag. Takes the same as {@link OnAddArtifactAlias}, with `ArtifactEvent.tag`. */
export class OnAddCollectionTag<Path extends string = string> extends ArtifactEventBase {
  readonly kind = "OnAddCollectionTag";
  readonly eventType = EventType.ADD_COLLECTION_TAG;

  constructor(options: ArtifactEventOptions<Scope, ScopePath<Path>>) {
    super("OnAddCollectionTag", EventType.ADD_COLLECTION_TAG, options);
    sealAs(this, "event");
  }
}

/** A collection loses a tag. Takes the same as {@link OnAddArtifactAlias}, with `ArtifactEvent.tag`. */
export class OnRemoveCollectionTag<Path extends string = string> extends ArtifactEventBase {
  readonly kind = "OnRemoveCollectionTag";
  readonly eventType = EventType.REMOVE_COLLECTION_TAG;

  constructor(options: ArtifactEventOptions<Scope, ScopePath<Path>>) {
    super("OnRemoveCollectionTag", EventType.REMOVE_COLLECTION_TAG, options);
    sealAs(this, "event");
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
export class OnCreateArtifact<Path extends string = string> extends EventBase<
  AnyCollectionScope,
  FilterExpression
> {
  readonly kind = "OnCreateArtifact";
  readonly eventType = EventType.CREATE_ARTIFACT;

  constructor(options: ArtifactEventOptions<AnyCollectionScope, CollectionPath<Path>>) {
    const { scope, filter } = readEventOptions<AnyCollectionScope, FilterExpression>(
      "OnCreateArtifact",
      EventType.CREATE_ARTIFACT,
      options,
      artifactFilter,
    );
    super(scope, filter);
    sealAs(this, "event");
  }
}
