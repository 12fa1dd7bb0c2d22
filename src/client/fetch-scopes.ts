import { parseScope } from "../model/parse-scope.js";
import type { Scope } from "../model/scopes.js";
import type { Call } from "../transport/call.js";
import type { Names } from "./names.js";

/** A scope with the id that the server knows it by: saving into it has nothing to look up. */
export type Fetched<S extends Scope> = S & { readonly id: string };

/** Looks scopes up by name, all in one request. */
export async function fetchScopes<S extends Scope>(
  names: Names,
  scopes: readonly (S | string)[],
  call: Call,
): Promise<Fetched<S>[]> {
  const parsed = scopes.map((scope) => parseScope(scope) as S);
  const found = await names.resolve(parsed, call);
  return parsed.map(
    (scope, i): Fetched<S> => Object.freeze(Object.assign({}, scope, { id: found[i]?.id ?? "" })),
  );
}
