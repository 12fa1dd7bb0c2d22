import type { ArtifactChange, ArtifactEvent } from "../artifact-event.js";
import type { EventPlan } from "../event-plan.js";
import { failedClauses } from "../filter/explain-filter.js";
import { matches } from "../filter/filter-program.js";
import { matchScope } from "../scope/in-scope.js";
import { registryTrap } from "../scope/registry-trap.js";
import type { ArtifactFiring } from "../verdict/firing.js";
import type { ArtifactOutcome, Blocker } from "../verdict/outcome.js";
import { artifactFields } from "./artifact-fields.js";

const MAX_NOTES = 10;

/** One artifact automation over all artifact events. There is no 24-hour rule for them. (Decided.) */
export class ArtifactWatch {
  readonly plan: EventPlan;
  readonly #change: ArtifactChange;
  readonly #notes = new Set<string>();
  #logged = 0;
  #inScope = 0;
  #firings = 0;
  #outside: { count: number; example: string } | undefined;
  #excluded: { count: number; clauses: string[] } | undefined;

  constructor(plan: EventPlan, change: ArtifactChange) {
    this.plan = plan;
    this.#change = change;
  }

  /** The firing that the event makes, if it makes one. */
  event(event: ArtifactEvent): ArtifactFiring | undefined {
    if (event.change !== this.#change) return undefined;
    this.#logged++;
    const { automation, filter } = this.plan;
    if (!automation.enabled) return undefined;
    const scope = matchScope(automation.scope, event);
    if (!scope.inScope) {
      const example = registryTrap(automation.scope, event) ?? scope.why;
      this.#outside = { count: (this.#outside?.count ?? 0) + 1, example: this.#outside?.example ?? example };
      return undefined;
    }
    this.#inScope++;
    if (scope.note !== undefined && this.#notes.size < MAX_NOTES) this.#notes.add(scope.note);
    const read = artifactFields(event);
    if (!matches(filter, read)) {
      const clauses = this.#excluded?.clauses ?? failedClauses(filter, read);
      this.#excluded = { count: (this.#excluded?.count ?? 0) + 1, clauses };
      return undefined;
    }
    this.#firings++;
    return firing(this.plan, event);
  }

  outcome(): ArtifactOutcome {
    return {
      kind: "artifact",
      automation: this.plan.ref,
      firings: this.#firings,
      logged: this.#logged,
      evaluated: this.#inScope,
      satisfied: this.#firings,
      blockers: [...this.#blockers()],
      notes: [...this.#notes],
    };
  }

  *#blockers(): Generator<Blocker> {
    const events = (n: number) => `${n} ${n === 1 ? "event" : "events"}`;
    if (!this.plan.automation.enabled) yield { kind: "disabled", message: "the automation is disabled" };
    if (this.#logged === 0)
      yield { kind: "event", message: `there was no event at which ${this.plan.title}` };
    if (this.#outside !== undefined) {
      const { count, example } = this.#outside;
      yield { kind: "scope", message: `${events(count)} out of scope: ${example}` };
    }
    if (this.#excluded !== undefined) {
      const { count, clauses } = this.#excluded;
      yield {
        kind: "filter",
        clauses,
        message: `the filter excludes ${events(count)}: ${clauses.join("; ")}`,
      };
    }
  }
}

const REASONS: Readonly<Record<ArtifactChange, (event: ArtifactEvent) => string>> = {
  created: ({ collection, version }) => `${version ?? "a version"} of ${collection} was created`,
  linked: ({ collection, version }) => `${version ?? "a version"} was linked to ${collection}`,
  unlinked: ({ collection, version }) => `${version ?? "a version"} was unlinked from ${collection}`,
  aliasAdded: ({ collection, version, alias }) =>
    `alias ${JSON.stringify(alias ?? "")} was added to ${collection}${version === undefined ? "" : `:${version}`}`,
  tagAdded: ({ collection, version, tag }) =>
    `tag ${JSON.stringify(tag ?? "")} was added to ${collection}${version === undefined ? "" : `:${version}`}`,
  tagRemoved: ({ collection, version, tag }) =>
    `tag ${JSON.stringify(tag ?? "")} was removed from ${collection}${version === undefined ? "" : `:${version}`}`,
  collectionTagAdded: ({ collection, tag }) =>
    `tag ${JSON.stringify(tag ?? "")} was added to the collection ${collection}`,
  collectionTagRemoved: ({ collection, tag }) =>
    `tag ${JSON.stringify(tag ?? "")} was removed from the collection ${collection}`,
};

function firing(plan: EventPlan, event: ArtifactEvent): ArtifactFiring {
  const { change, entity, project, collection, version, alias, tag, metadata, timestamp } = event;
  return {
    kind: "artifact",
    automation: plan.ref,
    change,
    collection,
    ...(entity === undefined ? {} : { entity }),
    ...(project === undefined ? {} : { project }),
    ...(version === undefined ? {} : { version }),
    ...(alias === undefined ? {} : { alias }),
    ...(tag === undefined ? {} : { tag }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(timestamp === undefined ? {} : { timestamp }),
    reason: REASONS[change](event),
  };
}
