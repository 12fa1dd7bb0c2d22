import * as z from "zod/mini";
import { AlertSeverity } from "../wire/enums.js";
import { bothGiven, integrationIdSchema, SLACK_RULE, wrongIntegration } from "./action-integration.js";
import { sealAs } from "./brand.js";
import { isSlackIntegration, SlackIntegration } from "./integrations.js";
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

const text = z.nullish(z.string("must be text"));
const SEVERITY_RULE = 'must be "INFO", "WARN" or "ERROR"';
const isSeverity = (word: string) => Object.hasOwn(AlertSeverity, word.trim().toUpperCase());
const severity = z.nullish(
  z.pipe(
    z.string(SEVERITY_RULE).check(z.refine(isSeverity, SEVERITY_RULE)),
    z.transform((word: string) => word.trim().toUpperCase() as AlertSeverity),
  ),
);

const notificationOptions = z.object({
  integration: z.optional(z.custom<SlackIntegration>(isSlackIntegration, SLACK_RULE)),
  integrationId: z.optional(integrationIdSchema),
  title: text,
  message: text,
  severity,
});
/** The same in the words of `wandb.alert`. */
const alertOptions = z.object({ title: text, text, level: severity });

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
    const given = validateInput(notificationOptions, options, "SendNotification", bothGiven(options));
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
    const { title, text: message, level } = validateInput(alertOptions, options, "SendNotification");
    return new SendNotification({ integration, title, message, severity: level });
  }

  toString(): string {
    return `notify ${this.integration ?? "the team's Slack integration"}: [${this.severity}] ${this.title}`.trimEnd();
  }
}
