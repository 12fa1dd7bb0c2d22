import { ServerError, ValidationError } from "../errors/index.js";

/** As much of a Slack integration as telling it from others takes. */
interface Channel {
  readonly id?: string | undefined;
  readonly teamName?: string | undefined;
  readonly channelName?: string | undefined;
}

/**
 * The id of the only Slack integration of an entity: what a notification without one means.
 *
 * @throws ServerError `NOT_FOUND` where there is none; ValidationError where there are several.
 */
export function onlySlack(found: readonly Channel[], entity: string): string {
  const [only, second] = found;
  if (only?.id !== undefined && !second) return only.id;
  if (!only) {
    throw new ServerError("NOT_FOUND", `The entity ${entity} has no Slack integration.`, {
      hint: "Add one in the team's settings, or give a webhook URL: new SlackIntegration({ webhookUrl }).",
    });
  }
  const channels = found.map(({ teamName, channelName }) => `${teamName} ${channelName}`).join(", ");
  throw unresolved(`must be given: ${entity} has ${found.length} Slack integrations (${channels})`);
}

/** The error of an integration that can't be looked for, because nobody says whose it would be. */
export function ownerUnknown(): ValidationError {
  return unresolved("must be given by its id, because the owner of the scope isn't known");
}

function unresolved(message: string): ValidationError {
  const issue = { code: "unresolved_integration", path: ["action", "integration"], message };
  return new ValidationError("Automation", [issue], { hint: "api.integrations({ entity }) lists them." });
}
