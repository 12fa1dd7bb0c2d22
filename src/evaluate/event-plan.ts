import { EvaluationError } from "../errors/index.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import { type EventFilterSpec, parseEventFilter } from "../wire/event-filter.js";
import type { ArtifactChange } from "./artifact-event.js";
import { describeCondition } from "./describe-condition.js";
import { compileFilter } from "./filter/compile-filter.js";
import type { FilterProgram } from "./filter/filter-program.js";
import { unknownRunFields } from "./filter/run-fields.js";
import type { AutomationRef } from "./verdict/firing.js";
import { type Condition, toCondition } from "./window/condition.js";

/** What an automation waits for. */
export type Watched =
  | { readonly kind: "metric"; readonly metric: string; readonly condition: Condition }
  | { readonly kind: "state"; readonly states: ReadonlySet<string> }
  | { readonly kind: "artifact"; readonly change: ArtifactChange };

/** An automation ready to be evaluated. */
export interface EventPlan {
  readonly automation: CompiledAutomation;
  readonly ref: AutomationRef;
  readonly watched: Watched;
  /** What it waits for, in words. */
  readonly title: string;
  readonly filter: FilterProgram;
  readonly notes: readonly string[];
  /** A plan on the same metric and runs whose condition holds wherever this one's does, evaluated before it. */
  readonly laxer?: EventPlan;
}

const CHANGES: ReadonlyMap<string, ArtifactChange> = new Map([
  ["CREATE_ARTIFACT", "created"],
  ["LINK_MODEL", "linked"],
  ["UNLINK_ARTIFACT", "unlinked"],
  ["ADD_ARTIFACT_ALIAS", "aliasAdded"],
  ["UPDATE_ARTIFACT_ALIAS", "aliasAdded"],
  ["ADD_ARTIFACT_TAG", "tagAdded"],
  ["REMOVE_ARTIFACT_TAG", "tagRemoved"],
  ["ADD_COLLECTION_TAG", "collectionTagAdded"],
  ["REMOVE_COLLECTION_TAG", "collectionTagRemoved"],
]);

const CHANGE_TITLES: Readonly<Record<ArtifactChange, string>> = {
  created: "an artifact version is created",
  linked: "an artifact version is linked",
  unlinked: "an artifact version is unlinked",
  aliasAdded: "an alias is added to an artifact version",
  tagAdded: "a tag is added to an artifact version",
  tagRemoved: "a tag is removed from an artifact version",
  collectionTagAdded: "a tag is added to a collection",
  collectionTagRemoved: "a tag is removed from a collection",
};

/**
 * Reads the event of a compiled automation, once: whatever can't be evaluated is refused here, not in the
 * middle of a history. The filter of a disabled automation is never evaluated, so it isn't looked at.
 *
 * @throws EvaluationError when the event, its filter or an operator in it isn't known.
 */
export function planEvent(automation: CompiledAutomation, index: number): EventPlan {
  const ref: AutomationRef = {
    index,
    ...(automation.id === undefined ? {} : { id: automation.id }),
    ...(automation.name === undefined ? {} : { name: automation.name }),
  };
  const spec = parseEventFilter(automation.eventType, automation.eventFilter);
  const watched = toWatched(automation, spec, ref);
  const json = spec.kind === "artifact" ? spec.filter : spec.kind === "unknown" ? {} : spec.runFilter;
  const filter = compileFilter(automation.enabled ? json : { $and: [] });
  const odd = watched.kind === "artifact" ? [] : unknownRunFields(filter.fields);
  const notes = odd.map((field) => `runs have no field ${JSON.stringify(field)}: it counts as missing`);
  return { automation, ref, watched, title: titleOf(watched), filter, notes };
}

function toWatched(automation: CompiledAutomation, spec: EventFilterSpec, ref: AutomationRef): Watched {
  if (spec.kind === "metric") {
    return { kind: "metric", metric: spec.metric.name, condition: toCondition(spec.metric) };
  }
  if (spec.kind === "state") {
    return { kind: "state", states: new Set(spec.states.map((state) => state.toLowerCase())) };
  }
  const change = spec.kind === "artifact" ? CHANGES.get(automation.eventType) : undefined;
  if (change !== undefined) return { kind: "artifact", change };
  const reason = spec.kind === "unknown" ? spec.reason : `${automation.eventType} isn't known`;
  throw new EvaluationError(`${nameOf(ref)} can't be evaluated: ${reason}.`);
}

/** `Automation "loss-alert"`, or `Automation 2` counted from 1 where it has no name. */
export function nameOf(ref: AutomationRef): string {
  return ref.name === undefined ? `Automation ${ref.index + 1}` : `Automation ${JSON.stringify(ref.name)}`;
}

function titleOf(watched: Watched): string {
  if (watched.kind === "metric") return describeCondition(watched.metric, watched.condition);
  if (watched.kind === "state") return `a run changes to ${[...watched.states].join(" or ")}`;
  return CHANGE_TITLES[watched.change];
}
