import { ValidationError } from "../errors/index.js";
import type { CompiledScope } from "../wire/compiled-automation.js";
import { describeValue } from "./describe-value.js";

interface ScopeOf<Kind extends CompiledScope["kind"]> extends CompiledScope {
  readonly kind: Kind;
}
/** One project: its runs and every collection in it. */
export type ProjectScope = ScopeOf<"project"> & { readonly scopeType: "PROJECT" };
/** One registry: every collection in it, also those made later. */
export type RegistryScope = ScopeOf<"registry"> & { readonly scopeType: "PROJECT" };
/** One artifact collection of a project. */
export type CollectionScope = ScopeOf<"collection"> & { readonly scopeType: "ARTIFACT_COLLECTION" };
/** One collection of a registry. */
export type RegistryCollectionScope = ScopeOf<"registryCollection"> & {
  readonly scopeType: "ARTIFACT_COLLECTION";
};
/** Everything a team owns. */
export type TeamScope = ScopeOf<"team"> & { readonly scopeType: "ENTITY" };
/** Everything an organization's own entity owns. */
export type OrganizationScope = ScopeOf<"organization"> & { readonly scopeType: "ENTITY" };
/** A kind of scope that this version doesn't know, read from a server. It can be written back, not made. */
export type UnknownScope = ScopeOf<"unknown">;

/** Any scope an automation can be made in. */
export type Scope =
  | ProjectScope
  | RegistryScope
  | CollectionScope
  | RegistryCollectionScope
  | TeamScope
  | OrganizationScope;

const REGISTRY_PREFIX = "wandb-registry-";

/** Whether a project of that name is a registry: W&B keeps registries as projects. */
export function isRegistryProject(name: string): boolean {
  return name.startsWith(REGISTRY_PREFIX) && name.length > REGISTRY_PREFIX.length;
}

/** The project a registry is kept as; the registry may be given by either name. */
const registryProject = (name: string) => (isRegistryProject(name) ? name : `${REGISTRY_PREFIX}${name}`);

/** The error of what was given as a scope and isn't one. */
export function invalidScope(rule: string, given: unknown): ValidationError {
  return new ValidationError("Scope", [
    { code: "invalid_scope", path: ["scope"], message: `must be ${rule}, got ${describeValue(given)}` },
  ]);
}

/** The parts of a path that is written as `shape` is, and has as many of them as `count` says. */
function segments(path: unknown, shape: string, count: number): string[] {
  const parts = typeof path === "string" ? path.split("/") : [];
  for (let i = 0; i < parts.length; i++) parts[i] = parts[i]!.trim();
  if (parts.length !== count || parts.includes("")) throw invalidScope(`"${shape}"`, path);
  return parts;
}

/** The name of a collection, which isn't that of one of its versions. */
function collectionName(name: string, path: string): string {
  if (name.includes(":"))
    throw invalidScope("a whole collection, without a version or alias after its name", path);
  return name;
}

/**
 * A project, by its path.
 *
 * @param path `"entity/project"`.
 * @throws ValidationError when the path has another shape.
 * @example
 * ```ts
 * import { OnRunState, RunEvent, project } from "wandb-automations";
 *
 * const event = new OnRunState({ scope: project("acme/vision"), filter: RunEvent.state.eq("failed") });
 * console.log(`${event}`);
 * ```
 */
export function project(path: string): ProjectScope {
  const [entity, name] = segments(path, "entity/project", 2) as [string, string];
  if (isRegistryProject(name)) throw invalidScope("a project that isn't a registry: use registry()", path);
  return Object.freeze({ kind: "project", scopeType: "PROJECT", entity, project: name });
}

/**
 * An artifact collection of a project, by its path.
 *
 * @param path `"entity/project/collection"`.
 * @throws ValidationError when the path has another shape.
 * @example
 * ```ts
 * import { OnCreateArtifact, collection } from "wandb-automations";
 *
 * const event = new OnCreateArtifact({ scope: collection("acme/vision/resnet") });
 * console.log(`${event}`);
 * ```
 */
export function collection(path: string): CollectionScope {
  const [entity, inProject, name] = segments(path, "entity/project/collection", 3) as [
    string,
    string,
    string,
  ];
  if (isRegistryProject(inProject))
    throw invalidScope("in a project that isn't a registry: use registryCollection()", path);
  return Object.freeze({
    kind: "collection",
    scopeType: "ARTIFACT_COLLECTION",
    entity,
    project: inProject,
    collection: collectionName(name, path),
  });
}

/**
 * A registry of an organization.
 *
 * @param path `"organization/registry"`, the registry's name without the `wandb-registry-` W&B puts before it.
 * @throws ValidationError when the path has another shape.
 * @example
 * ```ts
 * import { ArtifactEvent, OnAddArtifactAlias, registry } from "wandb-automations";
 *
 * const event = new OnAddArtifactAlias({ scope: registry("acme-inc/model"), filter: ArtifactEvent.alias.eq("prod") });
 * console.log(`${event}`);
 * ```
 */
export function registry(path: string): RegistryScope {
  const [organization, name] = segments(path, "organization/registry", 2) as [string, string];
  return Object.freeze({
    kind: "registry",
    scopeType: "PROJECT",
    organization,
    project: registryProject(name),
  });
}

/**
 * A collection of a registry.
 *
 * @param path `"organization/registry/collection"`.
 * @throws ValidationError when the path has another shape.
 * @example
 * ```ts
 * import { OnLinkArtifact, registryCollection } from "wandb-automations";
 *
 * const event = new OnLinkArtifact({ scope: registryCollection("acme-inc/model/prod-models") });
 * console.log(`${event}`);
 * ```
 */
export function registryCollection(path: string): RegistryCollectionScope {
  const [organization, name, inner] = segments(path, "organization/registry/collection", 3) as [
    string,
    string,
    string,
  ];
  return Object.freeze({
    kind: "registryCollection",
    scopeType: "ARTIFACT_COLLECTION",
    organization,
    project: registryProject(name),
    collection: collectionName(inner, path),
  });
}

/**
 * Everything a team owns.
 *
 * @param name the team's entity name.
 * @throws ValidationError when it is empty or holds a slash.
 * @example
 * ```ts
 * import { OnRunState, RunEvent, team } from "wandb-automations";
 *
 * const event = new OnRunState({ scope: team("acme"), filter: RunEvent.state.eq("failed") });
 * console.log(`${event}`);
 * ```
 */
export function team(name: string): TeamScope {
  const [entity] = segments(name, "team", 1) as [string];
  return Object.freeze({ kind: "team", scopeType: "ENTITY", entity });
}

/**
 * Everything an organization's own entity owns, its registries above all.
 *
 * @param name the organization's name.
 * @throws ValidationError when it is empty or holds a slash.
 * @example
 * ```ts
 * import { OnLinkArtifact, organization } from "wandb-automations";
 *
 * const event = new OnLinkArtifact({ scope: organization("acme-inc") });
 * console.log(`${event}`);
 * ```
 */
export function organization(name: string): OrganizationScope {
  const [given] = segments(name, "organization", 1) as [string];
  return Object.freeze({ kind: "organization", scopeType: "ENTITY", organization: given });
}

/** How people write the scope: its path, or its kind and name where the path isn't known. */
export function scopeText(scope: CompiledScope): string {
  const path = [scope.organization ?? scope.entity, scope.project, scope.collection].filter(
    (part) => part !== undefined,
  );
  return path.length > 0 ? path.join("/") : `${scope.kind} ${scope.id ?? ""}`.trim();
}
