import { EventType } from "../../wire/enums.js";
import { usageError } from "../usage-error.js";

const LABELS = new Map<string, string>(
  Object.entries(EventType).map(([name, wire]) => [wire, name.toLowerCase().replaceAll("_", "-")]),
);

/** What an event is called on the command line: `run-metric-change`, `link-artifact`. */
export function eventLabel(eventType: string): string {
  return LABELS.get(eventType) ?? eventType.toLowerCase().replaceAll("_", "-");
}

/**
 * Reads which events are meant: a label, the start of labels (`run-metric`), a class (`OnRunState`), or what the server
 * calls it.
 *
 * @returns whether an event is meant
 * @throws AutomationsError `USAGE` where no event is called so
 */
export function parseEvent(given: string): (eventType: string) => boolean {
  const wanted = LABELS.get(given.toUpperCase()) ?? kebab(given).replace(/^on-/, "");
  const isMeant = (label: string) => label === wanted || label.startsWith(`${wanted}-`);
  if ([...LABELS.values()].some(isMeant)) return (eventType) => isMeant(eventLabel(eventType));
  throw usageError(
    `No event is called ${JSON.stringify(given)}.`,
    `There are ${[...LABELS.values()].join(", ")}.`,
  );
}

function kebab(text: string): string {
  return text
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase();
}
