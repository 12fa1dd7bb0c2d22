import { isSameJson, meaningAfter, meaningOf } from "../client/automation-meaning.js";
import { compileCreateInput, compileUpdateInput } from "../compile/mutation-inputs.js";
import type { CreateFilterTriggerInput, UpdateFilterTriggerInput } from "../wire/inputs.js";
import type { TriggerRecord } from "../wire/trigger.js";
import { type OwnerMarker, readMarker, withMarker } from "./owner-marker.js";
import { integrationIdOf, type ResolvedDesired } from "./resolved-desired.js";

/** Whose marker an automation is to carry; undefined to leave its description's marker alone. */
type Owner = string | undefined;

/**
 * What is sent to create it.
 *
 * @param integrationId the id of an integration that was made since.
 * @throws ValidationError if it is of a kind that can't be created.
 */
export function plannedCreate(
  want: ResolvedDesired,
  owner: string,
  integrationId = integrationIdOf(want),
): CreateFilterTriggerInput {
  const description = plannedDescription(want, undefined, owner);
  const input = compileCreateInput(want.compiled, { scopeId: want.scopeId, integrationId });
  return { ...input, ...(description === undefined ? {} : { description }) };
}

/**
 * What is sent to make `record` what is wanted: all of it, as the client always does. Parts that mean the same already
 * go back as they were read; of what is written down as the server has it, such parts aren't sent.
 */
export function plannedUpdate(
  want: ResolvedDesired,
  record: TriggerRecord,
  owner: Owner,
  integrationId = integrationIdOf(want),
): UpdateFilterTriggerInput & { readonly name: string } {
  const { description: _, ...input } = compileUpdateInput(
    { ...want.compiled, id: record.id },
    { scopeId: want.scopeId, integrationId },
  );
  const before = meaningOf(record);
  const after = meaningAfter(input, before);
  const { triggeringEventType, eventFilter, triggeredActionType, triggeredActionConfig, ...rest } = input;
  const hasSameEvent = isSameJson(before.event, after.event);
  const hasSameAction = isSameJson(before.action, after.action);
  const event = hasSameEvent
    ? { triggeringEventType: record.eventType, eventFilter: record.eventFilter }
    : { triggeringEventType, eventFilter };
  const action = hasSameAction
    ? { triggeredActionType: record.actionType, triggeredActionConfig: record.actionConfig }
    : { triggeredActionType, triggeredActionConfig };
  const keepsEvent = !event.eventFilter || (want.isKept && hasSameEvent);
  const keepsAction = !action.triggeredActionConfig || (want.isKept && hasSameAction);
  const description = plannedDescription(want, record, owner);
  return {
    ...rest,
    name: want.name,
    ...(description === undefined ? {} : { description }),
    ...(keepsEvent ? {} : (event as Pick<CreateFilterTriggerInput, "triggeringEventType" | "eventFilter">)),
    ...(keepsAction
      ? {}
      : (action as Pick<CreateFilterTriggerInput, "triggeredActionType" | "triggeredActionConfig">)),
  };
}

/** The description to send: what is wanted or else is there, with the marker; undefined to leave it alone. */
function plannedDescription(
  { compiled, key }: ResolvedDesired,
  record: TriggerRecord | undefined,
  owner: Owner,
): string | undefined {
  const { text, marker } = readMarker(record?.description);
  const wanted = compiled.description ?? text;
  if (owner === undefined) return wanted === text ? undefined : wanted;
  const planned: OwnerMarker = { owner, key };
  const isRight = marker?.owner === owner && marker.key === key && wanted === text;
  return isRight ? undefined : withMarker(wanted, planned);
}
