import { isValidationError, ValidationError, type ValidationIssue } from "../errors/index.js";
import { parseScope } from "./parse-scope.js";
import { type Scope, scopeText } from "./scopes.js";

const RUN_EVENT_SCOPES = ["project", "team", "organization"] as const satisfies readonly Scope["kind"][];
const COLLECTION_SCOPES = ["collection", "registryCollection"] as const satisfies readonly Scope["kind"][];
const ALL_SCOPES = [
  "project",
  "collection",
  "registry",
  "registryCollection",
  "team",
  "organization",
] as const satisfies readonly Scope["kind"][];

/** The kinds of scope an event can be in (documented by the Python SDK). */
export function allowedScopes(eventType: string): readonly Scope["kind"][] {
  if (eventType.startsWith("RUN_")) return RUN_EVENT_SCOPES;
  return eventType === "CREATE_ARTIFACT" ? COLLECTION_SCOPES : ALL_SCOPES;
}

/** A scope, or the problems with what was given as one, to be reported together with others. */
export interface ScopeResult {
  readonly scope: Scope | undefined;
  readonly issues: readonly ValidationIssue[];
}

/** Reads a scope and holds it against what events of that type allow. */
export function scopeFor(eventType: string, given: unknown): ScopeResult {
  let scope: Scope;
  try {
    scope = parseScope(given);
  } catch (error) {
    if (isValidationError(error)) return { scope: undefined, issues: error.issues };
    throw error;
  }
  const allowed = allowedScopes(eventType);
  if (allowed.includes(scope.kind)) return { scope, issues: [] };
  const kinds = `${allowed.slice(0, -1).join(", ")} or ${allowed.at(-1)}`;
  const message = `must be a ${kinds} for ${eventType} events, got the ${scope.kind} ${scopeText(scope)}`;
  return { scope: undefined, issues: [{ code: "scope_not_allowed", path: ["scope"], message }] };
}

/**
 * Reads a scope for events of that type.
 *
 * @throws ValidationError when it isn't a scope, or one that such events can't be in.
 */
export function checkScope(eventType: string, given: unknown): Scope {
  const { scope, issues } = scopeFor(eventType, given);
  if (!scope) throw new ValidationError("Automation", issues);
  return scope;
}
