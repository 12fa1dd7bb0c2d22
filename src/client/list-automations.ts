import { ServerError } from "../errors/index.js";
import { Automation } from "../model/automation.js";
import type { Call } from "../transport/call.js";
import {
  entityAutomations,
  entityProjectAutomations,
  type ProjectWalkData,
  viewerProjectAutomations,
} from "../wire/documents.js";
import type { TriggerRecord } from "../wire/trigger.js";
import type { ClientContext } from "./context.js";
import { LISTS_BY_ENTITY } from "./features.js";
import { DEFAULT_PER_PAGE, type FetchedPage, Listing, type ListOptions, position } from "./pages.js";
import { readAutomations } from "./read-automations.js";

export interface AutomationsOptions extends ListOptions {
  /** Team or user whose automations are listed. Default: those of every project the key's owner sees, as in Python. */
  readonly entity?: string | undefined;
  /** Only the automations with exactly this name. */
  readonly name?: string | undefined;
}

type Page = FetchedPage<TriggerRecord>;

/** Lists automations the way the server can: an entity's at once, else project by project. */
export function listAutomations(
  context: ClientContext,
  { entity, name, perPage = DEFAULT_PER_PAGE, start, ...callOptions }: AutomationsOptions,
): Listing<Automation> {
  const { session, names, backend } = context;
  const matches = (record: TriggerRecord) => name === undefined || record.name === name;

  async function byEntity(of: string, cursor: string | null, call: Call): Promise<Page> {
    const filters = name === undefined ? null : JSON.stringify({ name });
    const { support } = await names.features(call);
    const { scope } = await session.run(
      entityAutomations(support),
      { entity: of, filters, cursor, perPage },
      call,
    );
    if (!scope) throw unseen(of);
    const { pageInfo, edges } = scope.triggers;
    const records = readAutomations(
      edges.map((edge) => edge?.node),
      session,
    );
    return { items: records, ...position(pageInfo) };
  }

  async function byProject(cursor: string | null, call: Call): Promise<Page> {
    const { support } = await names.features(call);
    const page = { cursor, perPage };
    const { scope }: ProjectWalkData =
      entity === undefined
        ? await session.run(viewerProjectAutomations(support), page, call)
        : await session.run(entityProjectAutomations(support), { ...page, entity }, call);
    if (!scope) throw unseen(entity);
    const { pageInfo, edges } = scope.projects ?? { pageInfo: { hasNextPage: false }, edges: [] };
    const nodes = edges.flatMap((edge) => edge?.node?.triggers ?? []);
    return { items: readAutomations(nodes, session), ...position(pageInfo) };
  }

  return new Listing(async (cursor) => {
    const call = session.startCall(callOptions);
    const features = await names.features(call);
    const page =
      entity !== undefined && features.has(LISTS_BY_ENTITY)
        ? await byEntity(entity, cursor, call)
        : await byProject(cursor, call);
    return { ...page, items: page.items.filter(matches).map((record) => new Automation(record, backend)) };
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
