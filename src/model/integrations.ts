import { Secret } from "../wire/secret.js";
import { hasBrand, sealAs } from "./brand.js";
import { optional, someText, text } from "./option-readers.js";
import { validateInput } from "./validate-input.js";

const readId = someText("must be the integration's id");
const readText = optional(text("must be text"));
const readUrl = text("must be an http(s) URL", (url) => (isHttpUrl(url) ? undefined : "custom"));
const readSecretName = optional(
  text("must be the name of a team secret: letters, digits and _", (name) =>
    /^\w+$/.test(name) ? undefined : "invalid_format",
  ),
);

function isHttpUrl(value: string): boolean {
  try {
    return ["http:", "https:"].includes(new URL(value).protocol);
  } catch {
    return false;
  }
}

/** A Slack integration that a team admin made in W&B's UI, as the server returns it. */
export interface SavedSlackIntegration {
  readonly id: string;
  /** The Slack workspace, not the W&B team. */
  readonly teamName?: string | undefined;
  readonly channelName?: string | undefined;
}

const SLACK_BY_URL = { webhookUrl: readUrl };
const SAVED_SLACK = { id: readId, teamName: readText, channelName: readText };

/**
 * Where notifications go: a Slack channel.
 *
 * W&B makes Slack integrations in its UI only. One fetched from an `Api` is used as it is. One made here from a
 * Slack incoming-webhook URL works too: on save, the notification becomes a webhook action with Slack's
 * `{"text": …}` payload, on a generic webhook integration for that URL that is found or created in the scope's
 * entity (decided; see docs/client.md). The URL is a secret and is never shown.
 *
 * @throws ValidationError when the URL isn't one.
 * @example
 * ```ts
 * import { SlackIntegration } from "wandb-automations";
 *
 * const slack = new SlackIntegration({ webhookUrl: "https://hooks.slack.com/services/T000/B000/XXXX" });
 * console.log(`${slack}`);
 * ```
 */
export class SlackIntegration {
  readonly kind = "slack";
  readonly id: string | undefined;
  readonly teamName: string | undefined;
  readonly channelName: string | undefined;
  readonly webhookUrl: Secret | undefined;

  constructor(options: { readonly webhookUrl: string } | SavedSlackIntegration) {
    const isSaved = Object.hasOwn(Object(options), "id");
    const saved = isSaved ? validateInput(SAVED_SLACK, options, "SlackIntegration") : undefined;
    const url = isSaved ? undefined : validateInput(SLACK_BY_URL, options, "SlackIntegration");
    this.id = saved?.id;
    this.teamName = saved?.teamName;
    this.channelName = saved?.channelName;
    this.webhookUrl = url && new Secret(url.webhookUrl);
    sealAs(this, "integration");
  }

  toString(): string {
    return this.webhookUrl
      ? "Slack by webhook URL"
      : `Slack ${this.teamName ?? ""} ${this.channelName ?? this.id}`;
  }
}

/** A webhook integration as the server returns it. */
export interface SavedWebhookIntegration {
  readonly id: string;
  readonly name?: string | undefined;
  readonly urlEndpoint?: string | undefined;
}

/** A webhook integration that is found by its URL, or created, when an automation with it is saved. */
export interface NewWebhookIntegration {
  /** At most 64 letters, digits, `-`, `_`, in words with single spaces between. */
  readonly name: string;
  /** Where W&B POSTs. Treated as a secret: such URLs often hold tokens. */
  readonly urlEndpoint: string;
  /** Name of the team secret that is sent as `Authorization: Bearer`. */
  readonly accessTokenRef?: string | undefined;
  /** Name of the team secret that signs the body (`X-Wandb-Signature`). */
  readonly secretRef?: string | undefined;
}

const LONGEST_NAME = 64;
const readName = text("must be at most 64 letters, digits, - and _, in words with spaces between", (name) => {
  if (!/^[-\w]+( +[-\w]+)*$/.test(name)) return "invalid_format";
  return name.length > LONGEST_NAME ? "too_big" : undefined;
});

const NEW_WEBHOOK = {
  name: readName,
  urlEndpoint: readUrl,
  accessTokenRef: readSecretName,
  secretRef: readSecretName,
};
const SAVED_WEBHOOK = { id: readId, name: readText, urlEndpoint: readText };

/**
 * Where webhooks go. Fetched from an `Api`, or made here from a name and a URL: then it is found by its URL, or
 * created, in the scope's entity when an automation with it is saved.
 *
 * @throws ValidationError when the name or the URL can't be one.
 * @example
 * ```ts
 * import { WebhookIntegration } from "wandb-automations";
 *
 * const webhook = new WebhookIntegration({ name: "deploy", urlEndpoint: "https://ci.example/hook" });
 * console.log(`${webhook}`);
 * ```
 */
export class WebhookIntegration {
  readonly kind = "webhook";
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly urlEndpoint: Secret | undefined;
  readonly accessTokenRef: string | undefined;
  readonly secretRef: string | undefined;

  constructor(options: NewWebhookIntegration | SavedWebhookIntegration) {
    const isSaved = Object.hasOwn(Object(options), "id");
    const saved = isSaved ? validateInput(SAVED_WEBHOOK, options, "WebhookIntegration") : undefined;
    const fresh = isSaved ? undefined : validateInput(NEW_WEBHOOK, options, "WebhookIntegration");
    const url = saved?.urlEndpoint ?? fresh?.urlEndpoint;
    this.id = saved?.id;
    this.name = saved?.name ?? fresh?.name;
    this.urlEndpoint = url === undefined ? undefined : new Secret(url);
    this.accessTokenRef = fresh?.accessTokenRef;
    this.secretRef = fresh?.secretRef;
    sealAs(this, "integration");
  }

  toString(): string {
    return `webhook ${this.name ?? this.id}`;
  }
}

/** Any integration that actions can use. */
export type Integration = SlackIntegration | WebhookIntegration;

/** Whether `value` is a {@link SlackIntegration}, also one of this package's other build. */
export function isSlackIntegration(value: unknown): value is SlackIntegration {
  return hasBrand(value, "integration") && (value as Integration).kind === "slack";
}

/** Whether `value` is a {@link WebhookIntegration}, also one of this package's other build. */
export function isWebhookIntegration(value: unknown): value is WebhookIntegration {
  return hasBrand(value, "integration") && (value as Integration).kind === "webhook";
}
