import type { CompiledScope } from "../compiled-automation.js";
import type { Shape } from "../shape.js";
import { defineOperation, type Operation } from "./operation.js";
import { type ScopeAnswer, selectScope } from "./scope-selection.js";
import { SERVER_INFO, type ServerInfo, serverInfoShape } from "./session.js";
import { type TypeSupport, triggerFields } from "./trigger-fields.js";

/** What is to be learnt in one request before automations can be saved. */
export interface NamesQuestion {
  /** Whether to ask for the server's features. */
  readonly features: boolean;
  /** Scopes known by name. */
  readonly scopes: readonly CompiledScope[];
  /** Also the automations that are in the scopes already; of entities only those of this name. */
  readonly automations?: { readonly name: string; readonly support: TypeSupport } | undefined;
  /** Also the first page of the integrations of the scopes' entities. */
  readonly integrations: boolean;
}

export interface NamesAnswer {
  readonly serverInfo: ServerInfo;
  /** In the order of the question. */
  readonly scopes: readonly ScopeAnswer[];
}

/** The question's query, its variables, and what it answers. */
export interface NamesQuery {
  readonly operation: Operation<Record<string, unknown>, NamesAnswer>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Puts everything that has to be learnt into one query, each scope under an alias of its own. */
export function resolveNames({ features, scopes, automations, integrations }: NamesQuestion): NamesQuery {
  const extras = { automations: automations !== undefined, integrations };
  const parts = scopes.map((scope, alias) => selectScope(scope, alias, extras));
  const usesFilters = parts.some((part) => part.usesFilters);
  const named = Object.assign({}, ...parts.map((part) => part.variables)) as Record<string, string>;
  const takes = [
    ...Object.keys(named).map((name) => `$${name}: String!`),
    ...(usesFilters ? ["$filters: JSONString"] : []),
  ];
  const read: Shape<NamesAnswer> = (answer, broken) => {
    const data = answer as Record<string, unknown>;
    return {
      serverInfo: serverInfoShape(data.serverInfo, broken, "serverInfo"),
      scopes: parts.map((part) => part.read(data, broken)),
    };
  };
  return {
    variables: usesFilters ? { ...named, filters: JSON.stringify({ name: automations?.name }) } : named,
    operation: defineOperation({
      name: "ResolveNames",
      takes: takes.join(", "),
      selects: [...(features ? [SERVER_INFO] : []), ...parts.map((part) => part.selects)].join(" "),
      fragments: automations && scopes.length > 0 ? triggerFields(automations.support) : "",
      data: read,
    }),
  };
}
