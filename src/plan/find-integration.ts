import { ServerError } from "../errors/index.js";
import type { Integration } from "../model/integrations.js";
import type { UnresolvedIntegration } from "../wire/compiled-automation.js";

/** Stands for the id of an integration that isn't there yet. */
export const PENDING_ID = "(new)";

/** An integration that an automation knows otherwise than by id: what became of it. */
export type FoundIntegration =
  /** The automation needs none, or knows its id. */
  | { readonly kind: "none" }
  | { readonly kind: "found"; readonly id: string }
  /** It will be made when the automation is saved. */
  | { readonly kind: "pending"; readonly wanted: UnresolvedIntegration }
  | { readonly kind: "missing"; readonly error: ServerError };

/** Finds an integration by its URL, or as the only Slack integration of its entity, without making one. */
export function findIntegration(
  wanted: UnresolvedIntegration | undefined,
  entity: string | undefined,
  there: readonly Integration[],
): FoundIntegration {
  if (wanted === undefined) return { kind: "none" };
  if (wanted.kind === "onlySlack") return onlySlack(entity, there);
  const url = wanted.urlEndpoint.reveal();
  const found = there.find((each) => each.kind === "webhook" && each.urlEndpoint?.reveal() === url);
  return found?.id === undefined ? { kind: "pending", wanted } : { kind: "found", id: found.id };
}

function onlySlack(entity: string | undefined, there: readonly Integration[]): FoundIntegration {
  const [only, second] = there.filter((each) => each.kind === "slack");
  if (only?.id !== undefined && !second) return { kind: "found", id: only.id };
  const count = only ? "several Slack integrations" : "no Slack integration";
  const error = new ServerError("NOT_FOUND", `The entity ${entity} has ${count}.`, {
    hint: only
      ? "Say which: new SendNotification({ integration: … })."
      : "Add one in the team's settings, or give a webhook URL: new SlackIntegration({ webhookUrl }).",
  });
  return { kind: "missing", error };
}
