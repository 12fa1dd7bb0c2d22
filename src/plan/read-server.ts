import type { ClientContext } from "../client/context.js";
import type { Features } from "../client/features.js";
import { usableIntegration } from "../client/integrations.js";
import { listAutomations } from "../client/list-automations.js";
import { hasNames, type ResolvedScope, scopeKey } from "../client/resolved-scope.js";
import { hasErrorCode, isAutomationsError, ServerError } from "../errors/index.js";
import type { RequestOptions } from "../model/backend.js";
import type { Integration } from "../model/integrations.js";
import type { CompiledScope } from "../wire/compiled-automation.js";
import type { TriggerRecord } from "../wire/trigger.js";

/** How many scopes are looked up in one request. */
const SCOPES_PER_REQUEST = 50;
/** Automations per request: more than the default, as a plan always reads all of them. */
const PER_PAGE = 100;

/** What a plan is made from: everything that is read from the server. */
export interface ServerState {
  readonly features: Features;
  /** Every automation of every entity that was looked at. */
  readonly records: readonly TriggerRecord[];
  /** The integrations of the entities whose integrations were asked for. */
  readonly integrations: ReadonlyMap<string, readonly Integration[]>;
  resolved(scope: CompiledScope): ResolvedScope;
}

/** What is to be read. */
export interface ServerQuestion {
  readonly scopes: readonly CompiledScope[];
  /** Entities to look at besides those of the scopes. */
  readonly entities: readonly string[];
  /** Scopes whose entity's integrations are needed. */
  readonly integrationsOf: readonly CompiledScope[];
}

/**
 * Reads what a plan needs, in few requests: all scopes' names in one for every 50, each entity's automations in one for
 * every 100, and its integrations only where an automation names one otherwise than by id.
 *
 * @throws ServerError `NOT_FOUND` naming every scope that isn't there.
 */
export async function readServer(
  context: ClientContext,
  { scopes, entities, integrationsOf }: ServerQuestion,
  options: RequestOptions,
): Promise<ServerState> {
  const known = await resolveScopes(context, scopes, options);
  const resolved = (scope: CompiledScope): ResolvedScope => {
    const found = known.get(keyOf(scope));
    return { id: scope.id ?? found?.id ?? "", entity: found?.entity ?? scope.entity };
  };
  const owners = new Set([...entities, ...scopes.flatMap((scope) => resolved(scope).entity ?? [])]);
  const needy = new Set(integrationsOf.flatMap((scope) => resolved(scope).entity ?? []));
  const features = await context.names.features(context.session.startCall(options));
  const [records, integrations] = await Promise.all([
    Promise.all([...owners].map((entity) => readRecords(context, entity, options))),
    Promise.all(
      [...needy].map(async (entity): Promise<[string, Integration[]]> => {
        return [entity, await context.integrations.list(entity, usableIntegration, options).toArray()];
      }),
    ),
  ]);
  const byId = new Map(records.flat().map((record) => [record.id, record]));
  return { features, resolved, records: [...byId.values()], integrations: new Map(integrations) };
}

/** Every automation of an entity, with those of its projects, collections and registries. */
export async function readRecords(
  context: ClientContext,
  entity: string,
  options: RequestOptions,
): Promise<TriggerRecord[]> {
  const all = await listAutomations(context, { ...options, entity, perPage: PER_PAGE }).toArray();
  return all.map(({ record }) => record);
}

const keyOf = (scope: CompiledScope): string => (hasNames(scope) ? scopeKey(scope) : `id ${scope.id}`);

/** A scope that came with an id is looked up by its names all the same: they lead to the entity it belongs to. */
function byName({ id: _, ...scope }: CompiledScope): CompiledScope {
  return scope;
}

async function resolveScopes(
  context: ClientContext,
  scopes: readonly CompiledScope[],
  options: RequestOptions,
): Promise<Map<string, ResolvedScope>> {
  const named = [...new Map(scopes.filter(hasNames).map((scope) => [keyOf(scope), byName(scope)])).values()];
  const found = new Map<string, ResolvedScope>();
  for (let start = 0; start < named.length; start += SCOPES_PER_REQUEST) {
    const some = named.slice(start, start + SCOPES_PER_REQUEST);
    const call = context.session.startCall(options);
    const ids = await context.names.resolve(some, call).catch(async (error) => {
      throw hasErrorCode(error, "NOT_FOUND") ? await allMissing(context, some, options) : error;
    });
    for (const [i, scope] of some.entries()) found.set(keyOf(scope), ids[i] as ResolvedScope);
  }
  return found;
}

/** Says of every scope that isn't there that it isn't, so that all misspellings can be mended at once. */
async function allMissing(
  context: ClientContext,
  scopes: readonly CompiledScope[],
  options: RequestOptions,
): Promise<unknown> {
  const errors: unknown[] = [];
  for (const scope of scopes) {
    await context.names.resolve([scope], context.session.startCall(options)).catch((error) => {
      errors.push(error);
    });
  }
  const [first, ...more] = errors;
  const messages = errors.flatMap((error) => (isAutomationsError(error) ? error.message : []));
  if (more.length === 0 || !isAutomationsError(first)) return first;
  return new ServerError("NOT_FOUND", messages.join("\n"), {
    ...(first.hint === undefined
      ? {}
      : { hint: "Check their spelling, and that the key's owner has access." }),
    status: 404,
  });
}
