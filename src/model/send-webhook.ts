import type { JsonObject } from "../wire/json.js";
import {
  bothGiven,
  noneGiven,
  readIntegrationId,
  WEBHOOK_RULE,
  wrongIntegration,
} from "./action-integration.js";
import { sealAs } from "./brand.js";
import { isWebhookIntegration, WebhookIntegration } from "./integrations.js";
import { anything, instance, optional } from "./option-readers.js";
import { validateInput } from "./validate-input.js";
import { readPayload } from "./webhook-payload.js";

const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

export interface SendWebhookOptions {
  /** Where it goes. */
  readonly integration?: WebhookIntegration | undefined;
  /** The id of a saved webhook integration, instead of `integration`. */
  readonly integrationId?: string | undefined;
  /** The body: a JSON object, possibly with template variables such as `${run_name}`; or the text of one, sent as it is. */
  readonly payload?: JsonObject | string | null | undefined;
}

const READERS = {
  integration: optional(instance(isWebhookIntegration, WEBHOOK_RULE)),
  integrationId: optional(readIntegrationId),
  payload: anything,
};
const PAYLOAD_READERS = { payload: anything };

/**
 * POSTs to a webhook.
 *
 * @throws ValidationError listing every option that is wrong.
 * @example
 * ```ts
 * import { SendWebhook, WebhookIntegration } from "wandb-automations";
 *
 * const deploy = new WebhookIntegration({ name: "deploy", urlEndpoint: "https://ci.example/hook" });
 * const action = new SendWebhook({ integration: deploy, payload: { model: "${artifact_version_string}" } });
 * console.log(`${action}`);
 * ```
 */
export class SendWebhook {
  readonly kind = "webhook";
  readonly integration: WebhookIntegration;
  /** The body. It may hold tokens, so it isn't shown when the action is printed or turned into JSON. */
  readonly payload: JsonObject | undefined;
  readonly #text: string | undefined;

  constructor(options: SendWebhookOptions) {
    const { payload, issues } = readPayload(options?.payload);
    const given = validateInput(READERS, options, "SendWebhook", [
      ...bothGiven(options),
      ...noneGiven(options),
      ...issues,
    ]);
    this.integration =
      given.integrationId === undefined
        ? (given.integration as WebhookIntegration)
        : new WebhookIntegration({ id: given.integrationId });
    this.payload = payload;
    // Text is sent as it is: numbers in it may have more digits than a JavaScript number can hold.
    this.#text = typeof options.payload === "string" ? options.payload : payload && JSON.stringify(payload);
    sealAs(this, "action");
  }

  /** The body as it is sent: text that was given as such stays as it is, to the digit. */
  get payloadText(): string | undefined {
    return this.#text;
  }

  /**
   * A webhook to `integration`.
   *
   * @throws ValidationError listing every option that is wrong.
   */
  static fromIntegration(
    integration: WebhookIntegration,
    options: { readonly payload?: JsonObject | string | null | undefined } = {},
  ): SendWebhook {
    if (!isWebhookIntegration(integration)) throw wrongIntegration("SendWebhook", WEBHOOK_RULE, integration);
    validateInput(PAYLOAD_READERS, options, "SendWebhook");
    return new SendWebhook({ integration, payload: options.payload });
  }

  toString(): string {
    return `POST to ${this.integration}`;
  }

  toJSON(): object {
    const { kind, integration, payload } = this;
    return { kind, integration, ...(payload === undefined ? {} : { payload: "[redacted]" }) };
  }

  [inspectCustom](
    _depth: number,
    options: object,
    inspect: (value: unknown, options: object) => string,
  ): string {
    return `SendWebhook ${inspect(this.toJSON(), options)}`;
  }
}
