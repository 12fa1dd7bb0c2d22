import * as z from "zod/mini";
import { ValidationError, type ValidationIssue } from "../errors/index.js";
import { AlertSeverity } from "../wire/enums.js";
import { type JsonObject, parseMaybeJson } from "../wire/json.js";
import { BRAND, hasBrand } from "./brand.js";
import {
  isSlackIntegration,
  isWebhookIntegration,
  SlackIntegration,
  WebhookIntegration,
} from "./integrations.js";
import { findNonJson, isPlainObject } from "./non-json.js";
import { describeValue, validateInput } from "./validate-input.js";

/** How loud a notification is; in either case. */
export type SeverityInput = AlertSeverity | Lowercase<AlertSeverity>;

const SEVERITY_RULE = 'must be "INFO", "WARN" or "ERROR"';
const severitySchema = z.pipe(
  z
    .string(SEVERITY_RULE)
    .check(z.refine((s) => Object.hasOwn(AlertSeverity, s.trim().toUpperCase()), SEVERITY_RULE)),
  z.transform((s: string) => s.trim().toUpperCase() as AlertSeverity),
);
const idSchema = z.string("must be an integration's id").check(z.minLength(1, "must be an integration's id"));
const SLACK_RULE = "must be a SlackIntegration";
const WEBHOOK_RULE = "must be a WebhookIntegration";

export interface SendNotificationOptions {
  /**
   * Where it goes. Left out, as in the product's own example, it is the one Slack integration of the scope's entity,
   * looked up on save, which fails if there are none or several.
   */
  readonly integration?: SlackIntegration | undefined;
  /** The id of a saved Slack integration, instead of `integration`. */
  readonly integrationId?: string | undefined;
  readonly title?: string | undefined;
  readonly message?: string | undefined;
  /** `INFO` by default. */
  readonly severity?: SeverityInput | undefined;
}

const notificationSchema = z.strictObject(
  {
    integration: z.optional(z.custom<SlackIntegration>(isSlackIntegration, SLACK_RULE)),
    integrationId: z.optional(idSchema),
    title: z.optional(z.string("must be text")),
    message: z.optional(z.string("must be text")),
    severity: z.optional(severitySchema),
  },
  "options are integration, integrationId, title, message, severity",
);

/**
 * Sends a Slack message.
 *
 * @throws ValidationError listing every option that is wrong.
 * @example
 * ```ts
 * import { SendNotification, SlackIntegration } from "wandb-automations";
 *
 * const slack = new SlackIntegration({ webhookUrl: "https://hooks.slack.com/services/T000/B000/XXXX" });
 * const action = new SendNotification({ integration: slack, title: "Loss is up", severity: "WARN" });
 * console.log(`${action}`);
 * ```
 */
export class SendNotification {
  readonly kind = "notification";
  readonly integration: SlackIntegration | undefined;
  readonly title: string;
  readonly message: string;
  readonly severity: AlertSeverity;

  constructor(options: SendNotificationOptions) {
    const given = validateInput(notificationSchema, options, "SendNotification", bothGiven(options));
    this.integration =
      given.integrationId === undefined
        ? given.integration
        : new SlackIntegration({ id: given.integrationId });
    this.title = given.title ?? "";
    this.message = given.message ?? "";
    this.severity = given.severity ?? "INFO";
    Object.defineProperty(this, BRAND, { value: "action" });
    Object.freeze(this);
  }

  /** A notification to `integration`, in the words of `wandb.alert`: `text` is the message, `level` the severity. */
  static fromIntegration(
    integration: SlackIntegration,
    options: { readonly title?: string; readonly text?: string; readonly level?: SeverityInput } = {},
  ): SendNotification {
    if (!isSlackIntegration(integration)) throw wrongIntegration("SendNotification", SLACK_RULE, integration);
    const { title, text, level, ...rest } = options;
    return new SendNotification({ integration, title, message: text, severity: level, ...rest });
  }

  toString(): string {
    return `notify ${this.integration ?? "the team's Slack integration"}: [${this.severity}] ${this.title}`.trimEnd();
  }
}

export interface SendWebhookOptions {
  /** Where it goes. */
  readonly integration?: WebhookIntegration | undefined;
  /** The id of a saved webhook integration, instead of `integration`. */
  readonly integrationId?: string | undefined;
  /** The body: a JSON object, possibly with template variables such as `${run_name}`; or the text of one. */
  readonly payload?: JsonObject | string | null | undefined;
}

const webhookSchema = z.strictObject(
  {
    integration: z.optional(z.custom<WebhookIntegration>(isWebhookIntegration, WEBHOOK_RULE)),
    integrationId: z.optional(idSchema),
    payload: z.optional(z.any()),
  },
  "options are integration, integrationId, payload",
);

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
  readonly payload: JsonObject | undefined;

  constructor(options: SendWebhookOptions) {
    const payload = parsePayload(options?.payload);
    const given = validateInput(webhookSchema, options, "SendWebhook", [
      ...bothGiven(options),
      ...noneGiven(options),
      ...payload.issues,
    ]);
    this.integration =
      given.integrationId === undefined
        ? (given.integration as WebhookIntegration)
        : new WebhookIntegration({ id: given.integrationId });
    this.payload = payload.value;
    Object.defineProperty(this, BRAND, { value: "action" });
    Object.freeze(this);
  }

  /** A webhook to `integration`. */
  static fromIntegration(
    integration: WebhookIntegration,
    options: { readonly payload?: JsonObject | string | null } = {},
  ): SendWebhook {
    if (!isWebhookIntegration(integration)) throw wrongIntegration("SendWebhook", WEBHOOK_RULE, integration);
    return new SendWebhook({ integration, ...options });
  }

  toString(): string {
    return `POST to ${this.integration}`;
  }
}

/** Does nothing: to try an event out. */
export class DoNothing {
  readonly kind = "noOp";

  constructor() {
    Object.defineProperty(this, BRAND, { value: "action" });
    Object.freeze(this);
  }

  toString(): string {
    return "do nothing";
  }
}

const MAX_PROMPT_BYTES = 4000;
const PROMPT_RULE = "must be text that isn't blank";

/**
 * Gives ARIA a prompt.
 *
 * @throws ValidationError for a prompt that is blank or over 4,000 bytes in UTF-8 (documented by the Python SDK).
 * @example
 * ```ts
 * import { SendPromptToAria } from "wandb-automations";
 *
 * const action = new SendPromptToAria({ prompt: "Say why ${run_name} failed." });
 * console.log(`${action}`);
 * ```
 */
export class SendPromptToAria {
  readonly kind = "aria";
  readonly prompt: string;

  constructor(options: { readonly prompt: string }) {
    const given = validateInput(
      z.strictObject({ prompt: z.string(PROMPT_RULE) }),
      options,
      "SendPromptToAria",
    );
    const prompt = given.prompt.trim();
    const bytes = new TextEncoder().encode(prompt).length;
    if (prompt === "" || bytes > MAX_PROMPT_BYTES) {
      const message =
        prompt === ""
          ? `${PROMPT_RULE}, got ${describeValue(given.prompt)}`
          : `must be at most ${MAX_PROMPT_BYTES} bytes in UTF-8, got ${bytes}`;
      throw new ValidationError("SendPromptToAria", [{ code: "invalid_prompt", path: ["prompt"], message }]);
    }
    this.prompt = prompt;
    Object.defineProperty(this, BRAND, { value: "action" });
    Object.freeze(this);
  }

  toString(): string {
    return `ask ARIA: ${this.prompt}`;
  }
}

/** Any action an automation can be made with. */
export type Action = SendNotification | SendWebhook | DoNothing | SendPromptToAria;

/** What either kind of action takes to say where it goes. */
type Where = { readonly integration?: unknown; readonly integrationId?: unknown } | undefined;

function bothGiven(options: Where): ValidationIssue[] {
  if (options?.integrationId === undefined || options.integration === undefined) return [];
  const message = "must not be given together with integration: one of them says where it goes";
  return [{ code: "conflicting_options", path: ["integrationId"], message }];
}

function noneGiven(options: Where): ValidationIssue[] {
  if (options?.integrationId !== undefined || options?.integration !== undefined) return [];
  const message = "must be given (or integrationId): it says where the webhook goes";
  return [{ code: "required", path: ["integration"], message }];
}

function wrongIntegration(subject: string, rule: string, given: unknown): ValidationError {
  return new ValidationError(subject, [
    { code: "invalid_integration", path: ["integration"], message: `${rule}, got ${describeValue(given)}` },
  ]);
}

/** Payloads may hold tokens, so what was given is named by its kind and never shown. */
function parsePayload(given: unknown): { value: JsonObject | undefined; issues: ValidationIssue[] } {
  if (given === undefined || given === null) return { value: undefined, issues: [] };
  const value = parseMaybeJson(given);
  if (!isPlainObject(value)) {
    const kind =
      value === undefined ? "text that isn't JSON" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
    const message = `must be a JSON object, or the text of one, got ${kind}`;
    return { value: undefined, issues: [{ code: "invalid_payload", path: ["payload"], message }] };
  }
  const problem = findNonJson(value);
  if (!problem) return { value: value as JsonObject, issues: [] };
  return {
    value: undefined,
    issues: [{ code: "not_json", path: ["payload", ...problem.path], message: problem.message }],
  };
}

/** Whether `value` is an action, also one of this package's other build. */
export function isAction(value: unknown): value is Action {
  return hasBrand(value, "action");
}
