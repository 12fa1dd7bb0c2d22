import type { CompiledScope } from "../compiled-automation.js";
import { list, nullish, object, optional, type Shaped, text, unread } from "../shape.js";
import { INTEGRATION_PAGE, integrationPage } from "./integrations.js";
import { connection, PAGE_INFO } from "./page.js";

/** What is asked about a scope besides its id. */
export interface ScopeExtras {
  /** The automations in its project, or those of a name in its entity. */
  readonly automations: boolean;
  /** The first page of its entity's integrations. */
  readonly integrations: boolean;
}

/** One scope's part of a query. */
export interface ScopeSelection {
  readonly selects: string;
  /** All of type `String!`. */
  readonly variables: Readonly<Record<string, string>>;
  /** Whether `selects` uses `$filters`. */
  readonly usesFilters: boolean;
  read(data: Readonly<Record<string, unknown>>, broken: string[]): ScopeAnswer;
}

const collectionId = nullish(object({ id: text }));
const artifactType = object({ name: text, artifactCollection: collectionId });
const projectShape = object({
  id: text,
  triggers: optional(list(unread)),
  artifactTypes: optional(object({ edges: list(nullish(object({ node: nullish(artifactType) }))) })),
});
const ownerShape = object({
  id: text,
  name: text,
  entityType: nullish(text),
  project: nullish(projectShape),
  triggers: optional(connection(unread)),
  integrations: nullish(integrationPage),
});
const organizationShape = object({ orgEntity: nullish(ownerShape) });
const memberShape = object({ organization: nullish(organizationShape) });

/** What became of a scope's names; null is what the server doesn't have, or doesn't show to this key. */
export interface ScopeAnswer {
  readonly project: Shaped<typeof projectShape> | null;
  /** The entity that the scope is or that owns it. */
  readonly owner: Shaped<typeof ownerShape> | null;
}

/** How many automations of one name an entity is asked for: more than share a name. */
const SAME_NAME = 50;
/** Integrations per request. */
export const INTEGRATIONS_PER_PAGE = 50;

function projectFields(scope: CompiledScope, alias: number, extras: ScopeExtras): string {
  const triggers = extras.automations ? "triggers { ...TriggerFields }" : "";
  // The type of a collection isn't part of its path, so all types are asked for the one that has it.
  const types =
    scope.collection === undefined
      ? ""
      : `artifactTypes(includeAll: true) { edges { node { name artifactCollection(name: $c${alias}) { id } } } }`;
  return `id ${triggers} ${types}`;
}

function ownerFields(extras: ScopeExtras): string {
  return `id name ${extras.integrations ? `integrations(first: ${INTEGRATIONS_PER_PAGE}) ${INTEGRATION_PAGE}` : ""}`;
}

function entityFields(extras: ScopeExtras): string {
  const triggers = `triggers(first: ${SAME_NAME}, filters: $filters) { ${PAGE_INFO} edges { node { ...TriggerFields } } }`;
  return `${ownerFields(extras)} ${extras.automations ? triggers : ""}`;
}

/** A scope of an organization: looked for by the organization's name, and by that of an entity that belongs to it. */
function inOrganization(alias: number, fields: string): Pick<ScopeSelection, "selects" | "read"> {
  const orgEntity = `orgEntity { ${fields} }`;
  return {
    selects: `s${alias}: organization(name: $o${alias}) { ${orgEntity} }
      t${alias}: entity(name: $o${alias}) { organization { ${orgEntity} } }`,
    read: (data, broken) => {
      const named = nullish(organizationShape)(data[`s${alias}`], broken, `s${alias}`);
      const through = nullish(memberShape)(data[`t${alias}`], broken, `t${alias}`);
      const owner = named?.orgEntity ?? through?.organization?.orgEntity ?? null;
      return { owner, project: owner?.project ?? null };
    },
  };
}

/** The part of a query that finds a scope by its names; `alias` keeps it apart from the query's other parts. */
export function selectScope(scope: CompiledScope, alias: number, extras: ScopeExtras): ScopeSelection {
  const { organization, entity, project, collection } = scope;
  const named = {
    [`o${alias}`]: organization,
    [`e${alias}`]: entity,
    [`p${alias}`]: project,
    [`c${alias}`]: collection,
  };
  const usesFilters = extras.automations && project === undefined;
  const only = (...keys: string[]): Record<string, string> =>
    Object.fromEntries(keys.map((key) => [`${key}${alias}`, named[`${key}${alias}`] ?? ""]));
  const inner = collection === undefined ? [] : ["c"];

  if (organization !== undefined) {
    const fields =
      project === undefined
        ? entityFields(extras)
        : `${ownerFields(extras)} project(name: $p${alias}) { ${projectFields(scope, alias, extras)} }`;
    const variables = project === undefined ? only("o") : only("o", "p", ...inner);
    return { ...inOrganization(alias, fields), variables, usesFilters };
  }
  if (project === undefined) {
    return {
      selects: `s${alias}: entity(name: $e${alias}) { ${entityFields(extras)} entityType }`,
      variables: only("e"),
      usesFilters,
      read: (data, broken) => ({
        project: null,
        owner: nullish(ownerShape)(data[`s${alias}`], broken, `s${alias}`) ?? null,
      }),
    };
  }
  const found = `s${alias}: project(name: $p${alias}, entityName: $e${alias}) { ${projectFields(scope, alias, extras)} }`;
  return {
    selects: extras.integrations
      ? `${found} t${alias}: entity(name: $e${alias}) { ${ownerFields(extras)} }`
      : found,
    variables: only("e", "p", ...inner),
    usesFilters,
    read: (data, broken) => ({
      project: nullish(projectShape)(data[`s${alias}`], broken, `s${alias}`) ?? null,
      owner: nullish(ownerShape)(data[`t${alias}`], broken, `t${alias}`) ?? null,
    }),
  };
}
