import { parseScope } from "../model/parse-scope.js";
import type { Scope } from "../model/scopes.js";

/** Places on a server: scopes that are looked up, and entities that are listed by name. */
export interface Places {
  readonly scopes: readonly Scope[];
  readonly entities: readonly string[];
}

/**
 * Sorts places given as scopes, paths, or names of entities.
 *
 * @throws ValidationError for what is none of them.
 */
export function whereToLook(given: readonly (Scope | string)[]): Places {
  const isEntity = (place: unknown) => typeof place === "string" && /^[^\s/]+$/.test(place);
  return {
    scopes: given.filter((place) => !isEntity(place)).map(parseScope),
    entities: given.filter(isEntity) as string[],
  };
}
