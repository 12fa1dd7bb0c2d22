import type { Api } from "../client/api.js";
import { type ClientContext, contextOf } from "../client/context.js";
import { listAutomations } from "../client/list-automations.js";
import { hasErrorCode, isAutomationsError } from "../errors/index.js";
import type { Automation } from "../model/automation.js";
import type { RequestOptions } from "../model/backend.js";
import { organization, type Scope, scopeText } from "../model/scopes.js";
import { type AutomationsSource, automationsSource } from "./source/automations-source.js";
import { whereToLook } from "./where-to-look.js";

const PER_PAGE = 100;

/** What {@link pullAutomations} takes. */
export interface PullOptions extends RequestOptions {
  /**
   * What to pull: the name of an entity or an organization for everything it has, a path or scope for what is in a
   * project, registry or collection.
   */
  readonly scopes: readonly (Scope | string)[];
}

/** What was pulled. */
export interface PulledSource extends AutomationsSource {
  /** Automations that share name and scope with another: a configuration can't tell them apart. */
  readonly leftOut: readonly { readonly id: string; readonly name: string; readonly scope: string }[];
}

/**
 * Writes automations that exist down as TypeScript. The file makes the same automations: a plan with it has no changes.
 *
 * Scopes are named, integrations are named by id (their URLs are secrets and stay on the server), and what this version
 * has no builders for is kept as it is with `keepAutomation`. The same automations always give the same text. Payloads
 * are written down whole: whatever secrets they hold are in the file, too.
 *
 * @throws ServerError `NOT_FOUND` for a place that isn't there.
 * @throws ValidationError for what can't be a place.
 * @example
 * ```ts
 * import { Api } from "wandb-automations";
 * import { pullAutomations } from "wandb-automations/plan";
 *
 * const { code, automations } = await pullAutomations(new Api(), { scopes: ["acme"] });
 * console.log(automations.length, code.includes("defineAutomation"));
 * ```
 */
export async function pullAutomations(
  api: Api,
  { scopes, signal, timeoutMs }: PullOptions,
): Promise<PulledSource> {
  const context = contextOf(api);
  const request = { signal, timeoutMs };
  const places = whereToLook(scopes);
  const organizations = new Map<string, string>();
  const found: Automation[] = [];
  for (const entity of places.entities) {
    found.push(...(await everythingOf(context, entity, organizations, request)));
  }
  for (const scope of places.scopes) {
    await learnOrganization(context, scope, organizations, request);
    found.push(...(await listAutomations(context, { scope, perPage: PER_PAGE, ...request }).toArray()));
  }
  const byId = new Map(found.map((automation) => [automation.id, automation]));
  await learnFromEntities(context, found, organizations, request);
  const { unique, repeated } = withoutRepeats([...byId.values()]);
  const leftOut = repeated.map(({ id, name, record }) => ({ id, name, scope: scopeText(record.scope) }));
  return { ...automationsSource(unique, organizations), leftOut };
}

/** What an entity has, or the organization of that name. */
async function everythingOf(
  context: ClientContext,
  name: string,
  organizations: Map<string, string>,
  request: RequestOptions,
): Promise<Automation[]> {
  try {
    return await listAutomations(context, { entity: name, perPage: PER_PAGE, ...request }).toArray();
  } catch (error) {
    if (!hasErrorCode(error, "NOT_FOUND")) throw error;
    const scope = organization(name);
    // What isn't there under either name is reported under the first.
    const isThere = await learnOrganization(context, scope, organizations, request).catch(() => false);
    if (!isThere) throw error;
    return await listAutomations(context, { scope, perPage: PER_PAGE, ...request }).toArray();
  }
}

/** Servers tell the entity that a registry is in; people write its organization. */
async function learnOrganization(
  { names, session }: ClientContext,
  scope: Scope,
  organizations: Map<string, string>,
  request: RequestOptions,
): Promise<boolean> {
  if (scope.organization === undefined) return false;
  const [found] = await names.resolve(
    [{ ...scope, id: undefined } as unknown as Scope],
    session.startCall(request),
  );
  if (found?.entity !== undefined) organizations.set(found.entity, scope.organization);
  return found !== undefined;
}

/** An organization is found by the name of its entity, too: tries that where its own name isn't known. */
async function learnFromEntities(
  context: ClientContext,
  found: readonly Automation[],
  organizations: Map<string, string>,
  request: RequestOptions,
): Promise<void> {
  const entities = new Set(
    found.flatMap(({ record: { scope } }) => {
      const isOwned = scope.kind === "organization" || scope.kind.startsWith("registry");
      return isOwned && scope.entity !== undefined && !organizations.has(scope.entity) ? scope.entity : [];
    }),
  );
  for (const entity of entities) {
    const learnt = new Map<string, string>();
    // Where that leads nowhere, or elsewhere, the entity itself is written down.
    await learnOrganization(context, organization(entity), learnt, request).catch((error) => {
      if (!isAutomationsError(error) || error.retryable) throw error;
    });
    if (learnt.has(entity)) organizations.set(entity, entity);
  }
}

/** The oldest of those that share name and scope, and the others. */
function withoutRepeats(automations: readonly Automation[]) {
  const unique = new Map<string, Automation>();
  const repeated: Automation[] = [];
  for (const each of [...automations].sort((a, b) => +a.createdAt - +b.createdAt || (a.id < b.id ? -1 : 1))) {
    const place = JSON.stringify([each.record.scope.id, each.name]);
    if (unique.has(place)) repeated.push(each);
    else unique.set(place, each);
  }
  return { unique: [...unique.values()], repeated };
}
