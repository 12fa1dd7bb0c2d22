import type { CompiledScope } from "../../wire/compiled-automation.js";

/** Where a run or an artifact event is, as far as it is known. */
export interface Place {
  readonly entity?: string | undefined;
  readonly project?: string | undefined;
  readonly collection?: string | undefined;
}

/** Whether a place is in a scope. What can't be compared counts as in scope, and `note` says so. */
export type ScopeMatch =
  | { readonly inScope: true; readonly note?: string }
  | { readonly inScope: false; readonly why: string };

/**
 * Whether `place` is in `scope`: a project covers its runs and every collection in it, a registry every
 * collection in it, a collection itself, an entity everything it owns (documented). Names that either side
 * doesn't have can't be compared and are taken to match (decided).
 */
export function matchScope(scope: CompiledScope, place: Place): ScopeMatch {
  const watches = describeScope(scope);
  if (scope.kind === "organization") {
    return place.entity !== undefined && place.entity === scope.entity
      ? { inScope: true }
      : assumed(`${describePlace(place)} is taken to belong to ${watches}`);
  }
  const parts = PARTS[scope.kind];
  const unknown: string[] = [];
  for (const part of parts) {
    const wanted = scope[part];
    const has = place[part];
    if (wanted === undefined || has === undefined) unknown.push(part);
    else if (wanted !== has) return { inScope: false, why: elsewhere(watches, place) };
  }
  if (parts.length > 0 && unknown.length === 0) return { inScope: true };
  const what = parts.length === 0 ? "its kind isn't known" : `${unknown.join(" and ")} can't be compared`;
  return assumed(`${describePlace(place)} is taken to be in ${watches}: ${what}`);
}

const PARTS: Readonly<Record<CompiledScope["kind"], readonly (keyof Place & keyof CompiledScope)[]>> = {
  project: ["entity", "project"],
  registry: ["entity", "project"],
  collection: ["entity", "project", "collection"],
  registryCollection: ["entity", "project", "collection"],
  team: ["entity"],
  organization: ["entity"],
  unknown: [],
};

const assumed = (note: string): ScopeMatch => ({ inScope: true, note });

/** `project acme/vision`, `registry model of acme`, or the id where that is all there is. */
export function describeScope(scope: CompiledScope): string {
  const { kind, entity, collection } = scope;
  const project = scope.project?.replace(/^wandb-registry-(?=.)/, "");
  const names =
    kind === "project" || kind === "collection"
      ? [entity, scope.project, collection]
      : [entity, project, collection];
  const path = names.filter((name) => name !== undefined).join("/");
  const title =
    kind === "registryCollection" ? "registry collection" : kind === "unknown" ? scope.scopeType : kind;
  if (kind === "organization")
    return `organization ${scope.organization ?? entity ?? scope.id ?? "(unnamed)"}`;
  return `${title} ${path || scope.id || "(unnamed)"}`;
}

function describePlace(place: Place): string {
  const path = [place.entity, place.project, place.collection].filter((part) => part !== undefined).join("/");
  return path || "a place without entity and project";
}

function elsewhere(watches: string, place: Place): string {
  return `${describePlace(place)} isn't in ${watches}`;
}
