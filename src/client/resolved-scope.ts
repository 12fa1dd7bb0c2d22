import { ServerError, ValidationError } from "../errors/index.js";
import { scopeText } from "../model/scopes.js";
import type { CompiledScope } from "../wire/compiled-automation.js";
import type { ScopeAnswer } from "../wire/documents.js";

/** A scope whose names the server knows. */
export interface ResolvedScope {
  readonly id: string;
  /** The entity that the scope is or that owns it: integrations are kept there. */
  readonly entity: string | undefined;
}

/** Whether a scope's names are enough to find it, or what is in it, on a server. */
export function hasNames({ kind, organization, entity, project, collection }: CompiledScope): boolean {
  if (kind === "unknown" || (organization === undefined && entity === undefined)) return false;
  if (kind === "team" || kind === "organization") return true;
  const isCollection = kind === "collection" || kind === "registryCollection";
  return project !== undefined && (!isCollection || collection !== undefined);
}

/** What tells a named scope from every other. */
export function scopeKey({ organization, entity, project, collection }: CompiledScope): string {
  return JSON.stringify([organization, entity, project, collection]);
}

function notFound(scope: CompiledScope, what: string): ServerError {
  return new ServerError("NOT_FOUND", `${what} isn't on the server, or this key may not see it.`, {
    hint: `Check the spelling of ${scopeText(scope)}, and that the key's owner has access.`,
  });
}

/** The error of a scope with neither an id nor names that it could be found by. */
export function unidentified(scope: CompiledScope): ValidationError {
  return invalid(`must have an id, or the names it can be found by, got ${scopeText(scope)}`);
}

function invalid(message: string): ValidationError {
  return new ValidationError("Scope", [{ code: "scope_not_allowed", path: ["scope"], message }]);
}

/** The id of the collection of that name, of whichever type it is. */
function collectionId(scope: CompiledScope, { project }: ScopeAnswer): string {
  const found = (project?.artifactTypes?.edges ?? []).flatMap((edge) => {
    const node = edge?.node;
    return node?.artifactCollection ? [{ type: node.name, id: node.artifactCollection.id }] : [];
  });
  const [first] = found;
  if (!first) throw notFound(scope, `The collection ${scopeText(scope)}`);
  if (found.some(({ id }) => id !== first.id)) {
    const types = found.map(({ type, id }) => `${type} (id ${id})`).join(" and ");
    throw invalid(
      `must be one collection, and ${scopeText(scope)} is the name of several, of the types ${types}: give one by its id, as { kind: "${scope.kind}", scopeType: "ARTIFACT_COLLECTION", id }`,
    );
  }
  return first.id;
}

/**
 * Reads what a server answered about a scope's names.
 *
 * @throws ServerError `NOT_FOUND` naming what isn't there.
 * @throws ValidationError where the name is that of something automations can't be in.
 */
export function readScope(scope: CompiledScope, answer: ScopeAnswer): ResolvedScope {
  const { organization, entity, project, collection } = scope;
  const owner = answer.owner?.name ?? entity;
  if (organization !== undefined && !answer.owner) throw notFound(scope, `The organization ${organization}`);
  if (project !== undefined) {
    if (!answer.project) {
      const kind = scope.kind.startsWith("registry") ? "registry" : "project";
      throw notFound(scope, `The ${kind} ${organization ?? entity}/${project}`);
    }
    const id = collection === undefined ? answer.project.id : collectionId(scope, answer);
    return { id, entity: owner };
  }
  if (!answer.owner) throw notFound(scope, `The team ${entity}`);
  const { id, entityType } = answer.owner;
  if (typeof entityType === "string" && !["team", "organization"].includes(entityType)) {
    throw invalid(`must be a team or an organization, got ${owner}, which is of type ${entityType}`);
  }
  return { id, entity: owner };
}
