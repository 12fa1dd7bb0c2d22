import type { AlertSeverity } from "./enums.js";

/** What a notification says, as the wire spells it. */
export interface NotificationText {
  readonly title: string;
  readonly message: string;
  readonly severity: AlertSeverity;
}

const MARK: Record<AlertSeverity, string> = {
  INFO: ":information_source:",
  WARN: ":warning:",
  ERROR: ":rotating_light:",
};

/**
 * The body of a Slack incoming-webhook message for a notification.
 *
 * W&B doesn't publish the layout of its own messages; this one is this project's (decided): the severity as an
 * emoji, the title in bold, the message below.
 */
export function slackMessage({ title, message, severity }: NotificationText): { readonly text: string } {
  const heading = title === "" ? severity : `*${title}*`;
  return { text: `${MARK[severity]} ${heading}${message === "" ? "" : `\n${message}`}` };
}
