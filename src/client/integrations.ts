import { ServerError } from "../errors/index.js";
import {
  type Integration,
  type NewWebhookIntegration,
  SlackIntegration,
  WebhookIntegration,
} from "../model/integrations.js";
import type { Call } from "../transport/call.js";
import type { UnresolvedIntegration } from "../wire/compiled-automation.js";
import {
  type Connection,
  CREATE_WEBHOOK_INTEGRATION,
  INTEGRATIONS,
  INTEGRATIONS_PER_PAGE,
  type IntegrationNode,
  isSlackNode,
  isWebhookNode,
  type WebhookNode,
} from "../wire/documents.js";
import { surviveLostAnswers } from "./lost-answers.js";
import { onlySlack, ownerUnknown } from "./only-slack.js";
import { DEFAULT_PER_PAGE, Listing, type ListOptions, position } from "./pages.js";
import type { Session } from "./session.js";

/** An entity's integrations: what notifications and webhooks are sent through. */
export class Integrations {
  readonly #session: Session;
  /** Ids of webhook integrations by entity and URL. */
  readonly #webhookIds = new Map<string, string>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Lists those of an entity (default: the default entity) that `pick` makes something of. */
  list<T>(
    entity: string | undefined,
    pick: (node: IntegrationNode) => T | undefined,
    { perPage = DEFAULT_PER_PAGE, start, ...callOptions }: ListOptions,
  ): Listing<T> {
    return new Listing(async (cursor) => {
      const call = this.#session.startCall(callOptions);
      const of = entity ?? (await this.#session.defaultEntity(call));
      const { pageInfo, edges } = await this.#page(of, cursor, perPage, call);
      const items = edges.flatMap((edge) => (edge?.node ? (pick(edge.node) ?? []) : []));
      return { items, ...position(pageInfo) };
    }, start);
  }

  /** Makes a webhook integration; one whose making was answered by silence is looked for before it is made again. */
  async create(entity: string, integration: NewWebhookIntegration, call: Call): Promise<WebhookNode> {
    const { name, urlEndpoint, secretRef, accessTokenRef } = integration;
    this.#session.hide(urlEndpoint);
    const input = {
      ...{ entityName: entity, name, urlEndpoint },
      ...(secretRef === undefined ? {} : { secretRef }),
      ...(accessTokenRef === undefined ? {} : { accessTokenRef }),
    };
    const send = async (sendCall: Call) => {
      const { result } = await this.#session.run(CREATE_WEBHOOK_INTEGRATION, { input }, sendCall);
      if (result?.integration) return result.integration;
      throw this.#session.unreadable(CREATE_WEBHOOK_INTEGRATION, "the server returned no integration");
    };
    const isIt = (node: WebhookNode) => node.urlEndpoint === urlEndpoint && node.name === name;
    const findResult = async (readCall: Call) =>
      (await this.#all(entity, undefined, readCall)).filter(isWebhookNode).find(isIt);
    const { name: operation } = CREATE_WEBHOOK_INTEGRATION;
    return await surviveLostAnswers({ name: operation, send, findResult }, call, this.#session);
  }

  /**
   * The id of an integration that an automation knows otherwise: by URL (found or made), or as the only Slack
   * integration of its entity.
   *
   * @param firstPage the first page of the entity's integrations, if it is at hand.
   */
  async resolve(
    wanted: UnresolvedIntegration,
    entity: string | undefined,
    firstPage: Connection<IntegrationNode> | undefined,
    call: Call,
  ): Promise<string> {
    if (wanted.kind === "webhook") this.#session.hide(wanted.urlEndpoint.reveal());
    const known = this.remembered(wanted, entity);
    if (known !== undefined) return known;
    if (entity === undefined) throw ownerUnknown();
    const all = await this.#all(entity, firstPage, call);
    if (wanted.kind === "onlySlack") return onlySlack(all.filter(isSlackNode), entity);

    const url = wanted.urlEndpoint.reveal();
    const found = all.filter(isWebhookNode).find((node) => node.urlEndpoint === url);
    const { name = `slack-${fingerprint(url)}`, accessTokenRef, secretRef } = wanted;
    const { id } =
      found ?? (await this.create(entity, { name, urlEndpoint: url, accessTokenRef, secretRef }, call));
    this.#webhookIds.set(key(entity, url), id);
    return id;
  }

  /** The id of an integration that was resolved before. */
  remembered(wanted: UnresolvedIntegration, entity: string | undefined): string | undefined {
    return wanted.kind === "webhook" && entity !== undefined
      ? this.#webhookIds.get(key(entity, wanted.urlEndpoint.reveal()))
      : undefined;
  }

  /** Makes the next call look integrations up again: the server didn't know an id that was remembered. */
  forget(): void {
    this.#webhookIds.clear();
  }

  async #page(entity: string, cursor: string | null, perPage: number, call: Call) {
    const reply = await this.#session.run(INTEGRATIONS, { entity, cursor, perPage }, call);
    if (!reply.entity) {
      throw new ServerError(
        "NOT_FOUND",
        `The entity ${entity} isn't on the server, or this key may not see it.`,
      );
    }
    return reply.entity.integrations ?? { pageInfo: { hasNextPage: false }, edges: [] };
  }

  async #all(
    entity: string,
    first: Connection<IntegrationNode> | undefined,
    call: Call,
  ): Promise<IntegrationNode[]> {
    const pages = new Listing(async (cursor) => {
      const page =
        cursor === null && first ? first : await this.#page(entity, cursor, INTEGRATIONS_PER_PAGE, call);
      return { items: page.edges.flatMap((edge) => edge?.node ?? []), ...position(page.pageInfo) };
    }, undefined);
    return await pages.toArray();
  }
}

const key = (entity: string, url: string) => `${entity}\n${url}`;

/** Eight characters that tell a URL from others and from which it can't be told (FNV-1a, 32 bits). */
function fingerprint(url: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(url)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}

/** A Slack integration as users see it. */
export function slackIntegration(node: IntegrationNode): SlackIntegration | undefined {
  if (!isSlackNode(node)) return undefined;
  const { id, teamName, channelName } = node;
  return new SlackIntegration({ id, teamName, channelName });
}

/** A webhook integration as users see it. */
export function webhookIntegration(node: IntegrationNode): WebhookIntegration | undefined {
  if (!isWebhookNode(node)) return undefined;
  const { id, name, urlEndpoint } = node;
  return new WebhookIntegration({ id, name, urlEndpoint });
}

/** Any integration that actions can use. */
export function usableIntegration(node: IntegrationNode): Integration | undefined {
  return slackIntegration(node) ?? webhookIntegration(node);
}
