import { AlertSeverity } from "../wire/enums.js";
import { bothGiven, readIntegrationId, SLACK_RULE, wrongIntegration } from "./action-integration.js";
import { sealAs } from "./brand.js";
import { isSlackIntegration, SlackIntegration } from "./integrations.js";
import { instance, nullish, optional, text, word } from "./option-readers.js";
import { validateInput } from "./validate-input.js";

/** How loud a notification is; in either case. */
export type SeverityInput = AlertSeverity | Lowercase<AlertSeverity>;

export interface SendNotificationOptions {
  /**
   * Where it goes. Left out, as in the product's own example, it is the one Slack integration of the scope's entity,
   * looked up on save, which fails if there are none or several.
   */
  readonly integration?: SlackIntegration | undefined;
  /** The id of a saved Slack integration, instead of `integration`. */
  readonly integrationId?: string | undefined;
  /** Empty by default. */
  readonly title?: string | null | undefined;
  /** Empty by default. */
  readonly message?: string | null | undefined;
  /** `INFO` by default. */
  readonly severity?: SeverityInput | null | undefined;
}

const readText = nullish(text("must be text"));
const readSeverity = nullish(
  word('must be "INFO", "WARN" or "ERROR"', (given) => {
    const plain = given.trim().toUpperCase();
    return Object.hasOwn(AlertSeverity, plain) ? (plain as AlertSeverity) : undefined;
  }),
);

const READERS = {
  integration: optional(instance(isSlackIntegration, SLACK_RULE)),
  integrationId: optional(readIntegrationId),
  title: readText,
  message: readText,
  severity: readSeverity,
};
/** The same in the words of `wandb.alert`. */
const ALERT_READERS = { title: readText, text: readText, level: readSeverity };

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
  /** Where it goes; `undefined` for the one Slack integration of the scope's entity. */
  readonly integration: SlackIntegration | undefined;
  readonly title: string;
  readonly message: string;
  readonly severity: AlertSeverity;

  constructor(options: SendNotificationOptions) {
    const given = validateInput(READERS, options, "SendNotification", bothGiven(options));
    this.integration =
      given.integrationId === undefined
        ? given.integration
        : new SlackIntegration({ id: given.integrationId });
    this.title = given.title ?? "";
    this.message = given.message ?? "";
    this.severity = given.severity ?? "INFO";
    sealAs(this, "action");
  }

  /**
   * A notification to `integration`, in the words of `wandb.alert`: `text` is the message, `level` the severity.
   *
   * @throws ValidationError listing every option that is wrong.
   */
  static fromIntegration(
    integration: SlackIntegration,
    options: {
      readonly title?: string | null | undefined;
      readonly text?: string | null | undefined;
      readonly level?: SeverityInput | null | undefined;
    } = {},
  ): SendNotification {
    if (!isSlackIntegration(integration)) throw wrongIntegration("SendNotification", SLACK_RULE, integration);
    const { title, text: message, level } = validateInput(ALERT_READERS, options, "SendNotification");
    return new SendNotification({ integration, title, message, severity: level });
  }

  toString(): string {
    return `notify ${this.integration ?? "the team's Slack integration"}: [${this.severity}] ${this.title}`.trimEnd();
  }
}
