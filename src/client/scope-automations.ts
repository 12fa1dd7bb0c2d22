import type { Call } from "../transport/call.js";
import { entityAutomations, type NamesQuestion, type ScopeAnswer } from "../wire/documents.js";
import type { TriggerRecord } from "../wire/trigger.js";
import { DEFAULT_PER_PAGE, Listing, position } from "./pages.js";
import { readAutomations } from "./read-automations.js";
import type { Session } from "./session.js";

/**
 * The automations in the answer about a scope's names; of an entity also those on further pages, because many projects
 * may have one of the same name.
 *
 * @param asked what the question said about automations.
 */
export async function automationsIn(
  answer: ScopeAnswer | undefined,
  asked: NamesQuestion["automations"],
  session: Session,
  call: Call,
): Promise<TriggerRecord[] | undefined> {
  if (answer?.project?.triggers) return readAutomations(answer.project.triggers, session);
  const { name: entity, triggers: firstPage } = answer?.owner ?? {};
  if (!asked || !firstPage || entity === undefined) return undefined;
  const filters = JSON.stringify({ name: asked.name });
  const operation = entityAutomations(asked.support);
  const rows = new Listing(async (cursor) => {
    const variables = { entity, filters, cursor, perPage: DEFAULT_PER_PAGE };
    const page =
      cursor === null ? firstPage : (await session.run(operation, variables, call)).scope?.triggers;
    const { edges, pageInfo } = page ?? { edges: [], pageInfo: { hasNextPage: false } };
    return { items: edges.map((edge) => edge?.node), ...position(pageInfo) };
  }, undefined);
  return readAutomations(await rows.toArray(), session);
}
