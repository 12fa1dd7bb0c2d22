import type { CreateFilterTriggerInput } from "../wire/inputs.js";
import type { TriggerRecord } from "../wire/trigger.js";
import { isSameJson, meaningAfter, meaningOf } from "./automation-meaning.js";

/**
 * Whether a saved automation already is what `input` would make of it, so that sending it would change nothing.
 * Compares what filters and payloads mean, not how they are spelled. What `input` leaves out stays as it is.
 */
export function isSameAutomation(record: TriggerRecord, input: Partial<CreateFilterTriggerInput>): boolean {
  const before = meaningOf(record);
  return isSameJson(before, meaningAfter(input, before));
}
