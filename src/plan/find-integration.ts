import { onlySlack, ownerUnknown } from "../client/only-slack.js";
import { isAutomationsError, issuesText, isValidationError } from "../errors/index.js";
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
  | { readonly kind: "missing"; readonly message: string; readonly hint: string | undefined };

/** Finds an integration by its URL, or as the only Slack integration of its entity, without making one. */
export function findIntegration(
  wanted: UnresolvedIntegration | undefined,
  entity: string | undefined,
  there: readonly Integration[],
): FoundIntegration {
  if (wanted === undefined) return { kind: "none" };
  if (wanted.kind === "onlySlack") return onlySlackOf(entity, there);
  const url = wanted.urlEndpoint.reveal();
  const found = there.find((each) => each.kind === "webhook" && each.urlEndpoint?.reveal() === url);
  return found?.id === undefined ? { kind: "pending", wanted } : { kind: "found", id: found.id };
}

function onlySlackOf(entity: string | undefined, there: readonly Integration[]): FoundIntegration {
  const slack = there.filter((each) => each.kind === "slack");
  try {
    if (entity === undefined) throw ownerUnknown();
    return { kind: "found", id: onlySlack(slack, entity) };
  } catch (error) {
    if (!isAutomationsError(error)) throw error;
    const message = isValidationError(error) ? issuesText(error.issues) : error.message;
    return { kind: "missing", message, hint: error.hint };
  }
}
