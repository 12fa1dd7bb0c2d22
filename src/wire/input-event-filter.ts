import { isJsonObject, parseMaybeJson } from "./json.js";

/** Events whose saved filter is wrapped once more in `filter`; those of runs aren't. */
const RUN_EVENT = /^RUN_/;

/**
 * The filter of a saved event in the form mutations take it. Servers return artifact filters wrapped in `filter`, as
 * text or object; sent back like that they would be lost (wandb/wandb#11613).
 */
export function inputEventFilter(eventType: string, saved: unknown): string {
  const parsed = parseMaybeJson(saved);
  if (!RUN_EVENT.test(eventType) && isJsonObject(parsed)) {
    const keys = Object.keys(parsed);
    if (keys.length === 1 && keys[0] === "filter") {
      const inner = parsed.filter;
      return typeof inner === "string" ? inner : JSON.stringify(inner);
    }
  }
  return typeof saved === "string" ? saved : JSON.stringify(saved ?? {});
}
