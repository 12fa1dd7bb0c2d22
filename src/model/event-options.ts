import { isValidationError, ValidationError, type ValidationIssue } from "../errors/index.js";
import type { EventType } from "../wire/enums.js";
import { describeValue } from "./describe-value.js";
import { scopeFor } from "./event-scope.js";
import type { Scope } from "./scopes.js";
import { unknownOptions } from "./unknown-options.js";

/**
 * Reads the scope and the filter of an event, together, so that problems with both are reported at once.
 *
 * @throws ValidationError listing every option that is wrong.
 */
export function readEventOptions<S extends Scope, F>(
  subject: string,
  eventType: EventType,
  options: unknown,
  readFilter: (given: unknown) => F,
): { scope: S; filter: F } {
  if (typeof options !== "object" || options === null) {
    const message = `must be an object with scope and filter, got ${describeValue(options)}`;
    throw new ValidationError(subject, [{ code: "invalid_type", path: [], message }]);
  }
  const { scope: givenScope, filter: givenFilter } = options as Record<string, unknown>;
  const { scope, issues: scopeIssues } = scopeFor(eventType, givenScope);
  const issues: ValidationIssue[] = [...unknownOptions(options, ["scope", "filter"]), ...scopeIssues];
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
