import { isJsonObject, parseMaybeJson } from "./json.js";

/** Events whose saved filter is wrapped once more in `filter`; those of runs aren't. */
const RUN_EVENT = /^RUN_/;

/**
 * The filter of a saved event in the form mutations take it, empty where the server gave none. Servers return artifact
 * filters wrapped in `filter`, as text or object; sent back like that they would be lost (wandb/wandb#11613).
 */
export function inputEventFilter(eventType: string, saved: unknown): string {
  const parsed = parseMaybeJson(saved);
  if (!RUN_EVENT.test(eventType) && isJsonObject(parsed)) {
    const [key, ...more] = Object.keys(parsed);
    if (key === "filter" && more.length === 0) {
      const inner = parsed.filter;
      if (typeof inner === "string") return inner;
      // Cut out rather than written anew: numbers keep every digit they had.
      return typeof saved === "string"
        ? saved.slice(saved.indexOf(":") + 1, saved.lastIndexOf("}")).trim()
        : JSON.stringify(inner);
    }
  }
  if (saved === undefined || saved === null) return "";
  return typeof saved === "string" ? saved : JSON.stringify(saved);
}
