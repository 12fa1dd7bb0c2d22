import { isAutomationsError } from "../../errors/index.js";
import { toCompiledList } from "../../evaluate/evaluable.js";
import { planEvent } from "../../evaluate/event-plan.js";
import type { Automation } from "../../model/automation.js";
import { scopeText } from "../../model/scopes.js";
import { readMarker } from "../../plan/owner-marker.js";
import { parseEventFilter } from "../../wire/event-filter.js";
import { eventLabel } from "./event-label.js";
import { filterInWords } from "./filter-words.js";

/** What an automation waits for, in words; of a kind that this version doesn't know, what it is called. */
export function eventInWords(automation: Automation): string {
  try {
    const [compiled] = toCompiledList(automation);
    return planEvent({ ...compiled!, enabled: false }, 0).title;
  } catch (error) {
    if (!isAutomationsError(error)) throw error;
    return `${automation.event}`;
  }
}

/** Which runs or events it waits for, in words; undefined where any. */
export function conditionInWords({ record }: Automation): string | undefined {
  const spec = parseEventFilter(record.eventType, record.eventFilter);
  switch (spec.kind) {
    case "metric":
    case "state":
      return filterInWords(spec.runFilter);
    case "artifact":
      return filterInWords(spec.filter);
    case "unknown":
      return undefined;
  }
}

/** An automation as `--json` has it: without payloads, URLs and whatever else may be secret. */
export function automationDocument(automation: Automation): Readonly<Record<string, unknown>> {
  const { id, name, enabled, createdAt, updatedAt, scope, record, action } = automation;
  const { text, marker } = readMarker(automation.description);
  const { kind, scopeType } = scope;
  return {
    ...{ id, name, description: text, enabled, managedBy: marker?.owner ?? null },
    createdAt: timeText(createdAt),
    updatedAt: updatedAt === null ? null : timeText(updatedAt),
    scope: { kind, scopeType, id: scope.id ?? null, path: scopeText(scope) },
    event: {
      kind: eventLabel(record.eventType),
      eventType: record.eventType,
      waitsFor: eventInWords(automation),
      where: conditionInWords(automation) ?? null,
    },
    action: { actionType: record.actionType, does: `${action}` },
  };
}

/** ISO 8601 in UTC to the second; whatever the server sent where that isn't a time. */
export function timeText(time: Date): string {
  return Number.isNaN(time.getTime()) ? "unknown" : time.toISOString().replace(/\.\d+Z$/, "Z");
}
