import type { AutomationRecord } from "../store/records.js";
import { isRunEvent } from "./check-event-filter.js";

/**
 * A saved `eventFilter` as W&B returns it: run filters byte for byte as they were sent, artifact filters wrapped
 * once more. Clients read an unwrapped artifact filter as an empty one and would then save it as such.
 */
export function savedFilter({ eventType, eventFilter }: AutomationRecord): string {
  return isRunEvent(eventType) ? eventFilter : JSON.stringify({ filter: eventFilter });
}
