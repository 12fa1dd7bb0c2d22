import { list, nullish, object, type Shaped, unread } from "../shape.js";
import { defineOperation, type Operation } from "./operation.js";
import { type Connection, connection, PAGE_INFO, type PageVariables } from "./page.js";
import { type TypeSupport, triggerFields } from "./trigger-fields.js";

/** Trigger nodes stay unread here: `parseTrigger` reads them one by one, so that an odd one spoils nothing else. */
const node = unread;
const triggers = `{ ${PAGE_INFO} edges { node { ...TriggerFields } } }`;

/** A page of automations. */
export interface TriggersData {
  readonly scope?: { readonly triggers: Connection<unknown> } | null | undefined;
}

/** `filters` is a JSON string, e.g. `{"name":"accuracy-alert"}`. */
export type EntityAutomationsVariables = PageVariables & {
  readonly entity: string;
  readonly filters: string | null;
};

/** Everything an entity and its projects and collections have (servers with `QUERY_AUTOMATIONS_ON_ENTITY`). */
export function entityAutomations(support: TypeSupport): Operation<EntityAutomationsVariables, TriggersData> {
  return defineOperation({
    name: "EntityAutomations",
    takes: "$entity: String!, $cursor: String, $perPage: Int, $filters: JSONString",
    selects: `scope: entity(name: $entity) { triggers(after: $cursor, first: $perPage, filters: $filters) ${triggers} }`,
    fragments: triggerFields(support),
    data: object({ scope: nullish(object({ triggers: connection(node) })) }),
  });
}

const projectTriggers = object({ triggers: list(node) });
const projects = `projects(after: $cursor, first: $perPage) { ${PAGE_INFO} edges { node { triggers { ...TriggerFields } } } }`;
const projectPages = object({
  scope: nullish(object({ projects: nullish(connection(projectTriggers)) })),
});

/** A page of projects, each with its automations: how servers without `Entity.triggers` list them. */
export type ProjectWalkData = Shaped<typeof projectPages>;

export function entityProjectAutomations(
  support: TypeSupport,
): Operation<PageVariables & { readonly entity: string }, ProjectWalkData> {
  return defineOperation({
    name: "EntityProjectAutomations",
    takes: "$entity: String!, $cursor: String, $perPage: Int",
    selects: `scope: entity(name: $entity) { ${projects} }`,
    fragments: triggerFields(support),
    data: projectPages,
  });
}

/** The automations of every project the key's owner sees. */
export function viewerProjectAutomations(support: TypeSupport): Operation<PageVariables, ProjectWalkData> {
  return defineOperation({
    name: "ViewerProjectAutomations",
    takes: "$cursor: String, $perPage: Int",
    selects: `scope: viewer { ${projects} }`,
    fragments: triggerFields(support),
    data: projectPages,
  });
}
