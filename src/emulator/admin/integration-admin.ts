import type { IntegrationRecord, SecretRecord } from "../store/records.js";
import { compositeKey, type Store } from "../store/store.js";
import { refuse } from "./checks.js";

export interface CreateSlackIntegrationOptions {
  /** The team (or other entity) it belongs to, by name. */
  readonly entity: string;
  /** The Slack workspace. */
  readonly teamName: string;
  readonly channelName: string;
  /** An incoming-webhook URL; messages are posted there. Without it they are recorded only. Write-only. */
  readonly webhookUrl?: string;
}
export interface CreateWebhookIntegrationOptions {
  readonly entity: string;
  readonly name: string;
  readonly urlEndpoint: string;
  /** Name of the team secret sent as `Authorization: Bearer …`. */
  readonly accessTokenRef?: string;
  /** Name of the team secret that signs the body. */
  readonly secretRef?: string;
}
export interface PutSecretOptions {
  readonly entity: string;
  /** Letters, digits and `_`. */
  readonly name: string;
  readonly value: string;
}

const WEBHOOK_NAME = /^[-\w]+([ ]+[-\w]+)*$/;

/** Makes integrations and the secrets they use. */
export class IntegrationAdmin {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  createSlackIntegration(options: CreateSlackIntegrationOptions): IntegrationRecord {
    const { teamName, channelName, webhookUrl } = options;
    const entityId = this.#entityId("createSlackIntegration", options.entity);
    if (webhookUrl !== undefined) checkUrl("createSlackIntegration", "webhookUrl", webhookUrl);
    const existing = this.#of(entityId).find(
      (other) => other.kind === "slack" && other.teamName === teamName && other.channelName === channelName,
    );
    return (
      existing ??
      this.#store.integrations.put({
        ...this.#store.newRecord("SlackIntegration", "Integration"),
        kind: "slack",
        entityId,
        teamName,
        channelName,
        ...(webhookUrl === undefined ? {} : { webhookUrl }),
      })
    );
  }

  createWebhookIntegration(options: CreateWebhookIntegrationOptions): IntegrationRecord {
    const { name, urlEndpoint, accessTokenRef, secretRef } = options;
    const entityId = this.#entityId("createWebhookIntegration", options.entity);
    checkUrl("createWebhookIntegration", "urlEndpoint", urlEndpoint);
    if (!isWebhookName(name))
      refuse(
        "createWebhookIntegration",
        "name",
        "invalid_name",
        `got ${JSON.stringify(name)}; ${WEBHOOK_RULE}`,
      );
    const existing = this.#of(entityId).find((other) => other.kind === "webhook" && other.name === name);
    return (
      existing ??
      this.#store.integrations.put({
        ...this.#store.newRecord("GenericWebhookIntegration", "Integration"),
        kind: "webhook",
        entityId,
        name,
        urlEndpoint,
        ...(accessTokenRef ? { accessTokenRef } : {}),
        ...(secretRef ? { secretRef } : {}),
      })
    );
  }

  /** Sets a team's secret; one of that name is replaced. Nothing ever shows its value again. */
  putSecret({ entity, name, value }: PutSecretOptions): void {
    const entityId = this.#entityId("putSecret", entity);
    if (!/^\w+$/.test(name))
      refuse(
        "putSecret",
        "name",
        "invalid_name",
        `got ${JSON.stringify(name)}; give letters, digits and "_"`,
      );
    const existing = this.#store.secretsByName.first(compositeKey(entityId, name));
    const base: SecretRecord | ReturnType<Store["newRecord"]> = existing ?? this.#store.newRecord("Secret");
    this.#store.secrets.put({ ...base, entityId, name, value });
  }

  #of(entityId: string): readonly IntegrationRecord[] {
    return this.#store.integrationsByEntity.all(entityId);
  }

  #entityId(call: string, name: string): string {
    const entity = this.#store.entitiesByName.first(name);
    return entity?.id ?? refuse(call, "entity", "not_found", `there is no entity ${JSON.stringify(name)}`);
  }
}

/** The rule for the names of webhook integrations, in words. */
export const WEBHOOK_RULE = `give at most 64 letters, digits, "_", "-" and single words parted by spaces`;

export function isWebhookName(name: string): boolean {
  return name.length <= 64 && WEBHOOK_NAME.test(name);
}

export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function checkUrl(call: string, path: string, url: string): void {
  // The URL isn't repeated: those of Slack are secrets.
  if (!isHttpUrl(url)) refuse(call, path, "invalid_url", "give an http:// or https:// URL");
}
