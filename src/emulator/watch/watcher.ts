import { isAutomationsError } from "../../errors/index.js";
import type { Firing } from "../../evaluate/verdict/firing.js";
import type { RunInfo } from "../../history/run-history.js";
import { isRunEvent } from "../automations/check-event-filter.js";
import type { ArtifactHappened, EmulatorEvent, RowLogged, RunStateChanged } from "../emulator-event.js";
import type { Directory } from "../store/directory.js";
import type { AutomationRecord, ExecutionRecord, ProjectRecord } from "../store/records.js";
import { compositeKey, type Store } from "../store/store.js";
import { toArtifactEvent } from "./artifact-event.js";
import { AutomationWatch } from "./automation-watch.js";
import { toCompiled } from "./compiled-scope.js";
import { artifactFacts, type EventFacts, runFacts } from "./event-facts.js";

/** What the watcher needs of the rest. */
export interface WatcherParts {
  readonly store: Store;
  readonly directory: Directory;
  readonly now: () => Date;
  /** What run filters look at. */
  readonly runInfo: (run: RowLogged["run"]) => RunInfo;
  /** Takes an execution that has just come into being. */
  readonly onExecution: (execution: ExecutionRecord) => void;
}

/** Where something happened. */
interface Place {
  readonly project: ProjectRecord;
  readonly collectionId: string | null;
}

interface Known {
  /** The automation as it was when the watch was made. */
  readonly automation: AutomationRecord;
  /** Undefined for an automation that can't be evaluated, which its one failed execution has said. */
  readonly watch: AutomationWatch | undefined;
}

const PENDING = {
  state: "PENDING",
  attempts: 0,
  nextAttemptAt: null,
  request: null,
  response: null,
  error: null,
  finishedAt: null,
} as const;

/** Lets every automation whose scope covers an event see it, and makes an execution of each firing. */
export class Watcher {
  readonly #parts: WatcherParts;
  readonly #known = new Map<string, Known>();

  constructor(parts: WatcherParts) {
    this.#parts = parts;
  }

  /** An automation was made, changed or deleted. One that doesn't watch any more misses what its windows need. */
  changed(automationId: string): void {
    if (!this.#parts.store.automations.get(automationId)?.enabled) this.#known.delete(automationId);
  }

  happened(event: EmulatorEvent): void {
    if (event.kind === "artifact") this.#artifact(event);
    else this.#run(event);
  }

  #artifact(event: ArtifactHappened): void {
    const { directory, now } = this.#parts;
    const { collection } = event;
    const place = { project: directory.projectOf(collection), collectionId: collection.id };
    const seen = toArtifactEvent(event, directory, now());
    for (const automation of this.#covering(place)) {
      if (automation.eventType !== event.eventType) continue;
      const firing = this.#watchOf(automation, place)?.artifact(seen);
      if (firing) this.#fire(automation, firing, artifactFacts(automation, event, directory), place, null);
    }
  }

  #run(event: RowLogged | RunStateChanged): void {
    const { store, directory, runInfo } = this.#parts;
    const { run } = event;
    const place = { project: store.projects.get(run.projectId)!, collectionId: null };
    const info = runInfo(run);
    for (const automation of this.#covering(place)) {
      if (!isRunEvent(automation.eventType)) continue;
      const watch = this.#watchOf(automation, place);
      const firings = event.kind === "row" ? watch?.row(event, info) : watch?.state(event, info);
      for (const firing of firings ?? []) {
        if (firing.kind === "artifact") continue;
        const facts = runFacts(automation, firing, watch!.title, run, place.project, directory);
        const { step = null, timestamp = null } = firing;
        this.#fire(automation, firing, facts, place, { id: run.id, step, timestamp });
      }
    }
  }

  /** Enabled automations whose scope is the place or lies around it, oldest first. */
  #covering({ project, collectionId }: Place): AutomationRecord[] {
    const { store, directory } = this.#parts;
    const entity = directory.entityOf(project);
    const organization = entity.organizationId && store.organizations.get(entity.organizationId);
    const scopes = new Set([entity.id, project.id]);
    if (organization) scopes.add(organization.entityId);
    if (collectionId !== null) scopes.add(collectionId);
    return [...scopes]
      .flatMap((scope) => store.automationsByScope.all(scope))
      .filter((automation) => automation.enabled)
      .sort((a, b) => a.number - b.number);
  }

  #watchOf(automation: AutomationRecord, place: Place): AutomationWatch | undefined {
    const { store, directory } = this.#parts;
    const known = this.#known.get(automation.id);
    if (known && watchesTheSame(known.automation, automation)) return known.watch;
    let watch: AutomationWatch | undefined;
    try {
      watch = new AutomationWatch(toCompiled(automation, directory), {
        rows: store.rows,
        lastExecution: (runId) => store.executionsByRun.all(compositeKey(automation.id, runId)).at(-1),
      });
    } catch (error) {
      if (!isAutomationsError(error)) throw error;
      this.#fail(automation, error.message, place);
    }
    this.#known.set(automation.id, { automation, watch });
    return watch;
  }

  #fire(
    automation: AutomationRecord,
    { reason }: Firing,
    { details, variables }: EventFacts,
    place: Place,
    run: ExecutionRecord["run"],
  ): void {
    const execution = {
      ...this.#base(automation, place),
      ...PENDING,
      event: details,
      variables,
      run,
      reason,
    };
    this.#parts.onExecution(this.#parts.store.executions.put(execution));
  }

  #fail(automation: AutomationRecord, error: string, place: Place): void {
    const { store } = this.#parts;
    const __typename = isRunEvent(automation.eventType) ? "RunMetricEventDetails" : "ArtifactEventDetails";
    store.executions.put({
      ...this.#base(automation, place),
      ...PENDING,
      state: "FAILED",
      event: { __typename },
      variables: {},
      run: null,
      reason: "it can't be evaluated",
      error,
      finishedAt: store.timestamp(),
    });
  }

  #base(automation: AutomationRecord, { project, collectionId }: Place) {
    return {
      ...this.#parts.store.newRecord("TriggerExecution"),
      automationId: automation.id,
      automationName: automation.name,
      scopeType: automation.scopeType,
      scopeId: automation.scopeId,
      projectId: project.id,
      collectionId,
      eventType: automation.eventType,
      actionType: automation.actionType,
      actionConfig: automation.actionConfig,
    };
  }
}

/** Whether what an automation watches is still the same, so that its windows go on. */
function watchesTheSame(before: AutomationRecord, now: AutomationRecord): boolean {
  return (
    before.eventType === now.eventType &&
    before.eventFilter === now.eventFilter &&
    before.scopeId === now.scopeId
  );
}
