import type { FilterJson } from "../../wire/json.js";
import type { LintSubject } from "../lint-subject.js";

/** The filter of an event, and what has to pass it. */
export interface EventFilter {
  readonly path: string;
  readonly of: "run" | "artifact event";
  readonly json: FilterJson;
  /** Fields that hold one text, because the event is about one. */
  readonly singular: readonly string[];
}

/** The filter on runs, or on artifact events; `undefined` for an event that isn't understood. */
export function filterOf({ spec, compiled }: LintSubject): EventFilter | undefined {
  const path = "event.filter";
  if (spec.kind === "unknown") return undefined;
  if (spec.kind !== "artifact") return { path, of: "run", json: spec.runFilter, singular: [] };
  const singular = ["alias", "tag"].filter((field) => compiled.eventType.includes(field.toUpperCase()));
  return { path, of: "artifact event", json: spec.filter, singular };
}
