import { ServerError } from "../errors/index.js";
import { Automation } from "../model/automation.js";
import { parseScope } from "../model/parse-scope.js";
import type { Scope } from "../model/scopes.js";
import type { Call } from "../transport/call.js";
import {
  entityAutomations,
  entityProjectAutomations,
  type ProjectWalkData,
  type TypeSupport,
  viewerProjectAutomations,
} from "../wire/documents.js";
import type { TriggerRecord } from "../wire/trigger.js";
import type { ClientContext } from "./context.js";
import { LISTS_BY_ENTITY } from "./features.js";
import { DEFAULT_PER_PAGE, type FetchedPage, Listing, type ListOptions, position } from "./pages.js";
import { readAutomations } from "./read-automations.js";
import { unidentified } from "./resolved-scope.js";

export interface AutomationsOptions extends ListOptions {
  /** Team or user whose automations are listed. Default: those of every project the key's owner sees, as in Python. */
  readonly entity?: string | undefined;
  /** Only those in this scope and in what it contains, e.g. a registry and its collections. Instead of `entity`. */
  readonly scope?: Scope | string | undefined;
  /** Only the automations with exactly this name. */
  readonly name?: string | undefined;
}

type Page = FetchedPage<TriggerRecord>;

/** Lists automations the way the server can: a project's or an entity's at once, else project by project. */
export function listAutomations(
  context: ClientContext,
  {
    entity: given,
    scope: givenScope,
    name,
    perPage = DEFAULT_PER_PAGE,
    start,
    ...callOptions
  }: AutomationsOptions,
): Listing<Automation> {
  const { session, names, backend } = context;
  const scope = givenScope === undefined ? undefined : parseScope(givenScope);

  /** Everything in a project or registry, and of a collection what is its own. */
  async function inProject(of: Scope, call: Call): Promise<Page> {
    const { scope: found, automations } = await names.learn(of, () => ({ automations: "all" }), call);
    if (!automations) throw unidentified(of);
    const isIn = (record: TriggerRecord) => of.scopeType === "PROJECT" || record.scope.id === found.id;
    return { items: automations.filter(isIn), endCursor: null, hasNextPage: false };
  }

  async function byEntity(
    entity: string,
    support: TypeSupport,
    cursor: string | null,
    call: Call,
  ): Promise<Page> {
    const filters = name === undefined ? null : JSON.stringify({ name });
    const variables = { entity, filters, cursor, perPage };
    const { scope: found } = await session.run(entityAutomations(support), variables, call);
    if (!found) throw unseen(entity);
    const { pageInfo, edges } = found.triggers;
    const nodes = edges.map((edge) => edge?.node);
    return { items: readAutomations(nodes, session), ...position(pageInfo) };
  }

  async function byProject(
    entity: string | undefined,
    support: TypeSupport,
    cursor: string | null,
    call: Call,
  ): Promise<Page> {
    const page = { cursor, perPage };
    const { scope: found }: ProjectWalkData =
      entity === undefined
        ? await session.run(viewerProjectAutomations(support), page, call)
        : await session.run(entityProjectAutomations(support), { ...page, entity }, call);
    if (!found) throw unseen(entity);
    const { pageInfo, edges } = found.projects ?? { pageInfo: { hasNextPage: false }, edges: [] };
    const nodes = edges.flatMap((edge) => edge?.node?.triggers ?? []);
    return { items: readAutomations(nodes, session), ...position(pageInfo) };
  }

  async function fetchPage(cursor: string | null, call: Call): Promise<Page> {
    if (scope && scope.scopeType !== "ENTITY") return await inProject(scope, call);
    const entity = scope ? (await names.resolve([scope], call))[0]?.entity : given;
    const { support, has } = await names.features(call);
    return entity !== undefined && has(LISTS_BY_ENTITY)
      ? await byEntity(entity, support, cursor, call)
      : await byProject(entity, support, cursor, call);
  }

  return new Listing(async (cursor) => {
    const page = await fetchPage(cursor, session.startCall(callOptions));
    const wanted = page.items.filter((record) => name === undefined || record.name === name);
    return { ...page, items: wanted.map((record) => new Automation(record, backend)) };
  }, start);
}

function unseen(entity: string | undefined): ServerError {
  if (entity === undefined)
    return new ServerError("AUTHENTICATION", "The server doesn't know the key's owner.");
  return new ServerError(
    "NOT_FOUND",
    `The entity ${entity} isn't on the server, or this key may not see it.`,
  );
}
