import { createHmac } from "node:crypto";
import { slackMessage } from "../../wire/slack-message.js";
import { renderPayload, renderText, type TemplateValues } from "../../wire/template.js";
import type { DeliveryRequest, ExecutionRecord } from "../store/records.js";
import { compositeKey, type Store } from "../store/store.js";
import type { OutgoingRequest } from "./post.js";

/** What is to be done about a firing. */
export type PreparedAction =
  /** Send it; `shown` is the same without its secrets. */
  | {
      readonly kind: "send";
      readonly outgoing: OutgoingRequest;
      readonly shown: DeliveryRequest;
      /** What the answer must be rid of before it is kept: receivers may send back what they got. */
      readonly secrets: readonly string[];
    }
  /** Only record it. */
  | { readonly kind: "record"; readonly shown: DeliveryRequest | null }
  /** It can't be done. */
  | { readonly kind: "fail"; readonly error: string };

/** A text with the secrets in it replaced, as they are or as JSON has them. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const spellings = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  return spellings
    .filter((spelling) => spelling !== "")
    .sort((a, b) => b.length - a.length)
    .reduce((rest, spelling) => rest.replaceAll(spelling, REDACTED), text);
}

export type SignatureEncoding = "base64" | "hex";

const REDACTED = "[redacted]";
const MAX_PROMPT_BYTES = 4000;
const JSON_HEADERS = {
  "content-type": "application/json",
  "user-agent": "wandb-automations-emulator",
} as const;

/** Renders an execution's action into what is sent or recorded. */
export function prepareAction(
  store: Store,
  execution: ExecutionRecord,
  signatureEncoding: SignatureEncoding,
): PreparedAction {
  const {
    notificationActionInput: notification,
    genericWebhookActionInput: webhook,
    ariaActionInput: aria,
  } = execution.actionConfig;
  if (webhook) return prepareWebhook(store, execution, webhook, signatureEncoding);
  if (notification) return prepareSlack(store, execution, notification);
  return aria ? prepareAria(execution.variables, aria.prompt) : { kind: "record", shown: null };
}

function prepareWebhook(
  store: Store,
  execution: ExecutionRecord,
  action: { readonly integrationID: string; readonly requestPayload?: string },
  signatureEncoding: SignatureEncoding,
): PreparedAction {
  const { variables } = execution;
  const integration = store.integrations.get(action.integrationID);
  if (integration?.kind !== "webhook") return { kind: "fail", error: "the webhook integration is gone" };
  const { entityId, urlEndpoint: url, accessTokenRef, secretRef } = integration;
  const secret = (name: string | undefined) =>
    name === undefined ? undefined : store.secretsByName.first(compositeKey(entityId, name))?.value;
  const token = secret(accessTokenRef);
  const key = secret(secretRef);
  for (const [name, value] of [
    [accessTokenRef, token],
    [secretRef, key],
  ])
    if (name !== undefined && value === undefined)
      return { kind: "fail", error: `the secret ${name} is gone` };

  const secrets: TemplateValues = {
    ...(token === undefined ? {} : { ACCESS_TOKEN: token }),
    ...(secretRef === undefined || key === undefined ? {} : { [secretRef]: key }),
  };
  const redacted = Object.fromEntries(Object.keys(secrets).map((name) => [name, REDACTED]));
  const template = action.requestPayload ?? "{}";
  const body = renderPayload(template, { ...variables, ...secrets });
  if (!body.ok) return { kind: "fail", error: body.message };
  const shownBody = renderPayload(template, { ...variables, ...redacted });
  const common = {
    ...deliveryHeaders(execution),
    ...(key === undefined ? {} : { "x-wandb-signature": sign(body.text, key, signatureEncoding) }),
  };
  return {
    kind: "send",
    outgoing: {
      url,
      headers: token === undefined ? common : { ...common, authorization: `Bearer ${token}` },
      body: body.text,
    },
    shown: {
      method: "POST",
      url,
      headers: token === undefined ? common : { ...common, authorization: `Bearer ${REDACTED}` },
      body: shownBody.ok ? shownBody.text : template,
    },
    secrets: [token, key].filter((one) => one !== undefined),
  };
}

/** The emulator's own two let a receiver tell a delivery that is repeated from a new one. */
function deliveryHeaders({ id, attempts }: ExecutionRecord) {
  return {
    ...JSON_HEADERS,
    "x-emulator-execution": id,
    "x-emulator-attempt": String(Math.max(attempts, 1)),
  };
}

/** `X-Wandb-Signature`: the HMAC-SHA256 of the raw body. */
export function sign(body: string, key: string, encoding: SignatureEncoding): string {
  return createHmac("sha256", key).update(body).digest(encoding);
}

function prepareSlack(
  store: Store,
  execution: ExecutionRecord,
  {
    integrationID,
    title,
    message,
    severity,
  }: NonNullable<ExecutionRecord["actionConfig"]["notificationActionInput"]>,
): PreparedAction {
  const integration = store.integrations.get(integrationID);
  if (integration?.kind !== "slack") return { kind: "fail", error: "the Slack integration is gone" };
  const text = (template: string) => renderText(template, execution.variables).text;
  const body = JSON.stringify(slackMessage({ title: text(title), message: text(message), severity }));
  const headers = deliveryHeaders(execution);
  const { webhookUrl } = integration;
  if (webhookUrl === undefined)
    return { kind: "record", shown: { method: "POST", url: null, headers: {}, body } };
  return {
    kind: "send",
    outgoing: { url: webhookUrl, headers, body },
    // The path of a Slack webhook is its secret.
    shown: { method: "POST", url: `${new URL(webhookUrl).origin}/${REDACTED}`, headers, body },
    secrets: [new URL(webhookUrl).pathname.slice(1)],
  };
}

function prepareAria(variables: TemplateValues, prompt: string): PreparedAction {
  const body = renderText(prompt, variables).text;
  const bytes = new TextEncoder().encode(body).length;
  if (bytes > MAX_PROMPT_BYTES)
    return {
      kind: "fail",
      error: `the prompt has ${bytes} bytes once filled in, at most ${MAX_PROMPT_BYTES} fit`,
    };
  return { kind: "record", shown: { method: "POST", url: null, headers: {}, body } };
}
