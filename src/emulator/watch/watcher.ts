import { ArtifactWatch } from "../../evaluate/artifact/artifact-watch.js";
import { COOLDOWN_SECONDS } from "../../evaluate/run/cooldown.js";
import type { Firing } from "../../evaluate/verdict/firing.js";
import type { RunInfo } from "../../history/run-history.js";
import { isRunEvent } from "../automations/check-event-filter.js";
import type { ArtifactHappened, EmulatorEvent, RowLogged, RunStateChanged } from "../emulator-event.js";
import type { Directory } from "../store/directory.js";
import type { ExecutionArchive } from "../store/execution-archive.js";
import type { AutomationRecord, ExecutionRecord, ProjectRecord, RunRecord } from "../store/records.js";
import { compositeKey, type Store } from "../store/store.js";
import { toArtifactEvent } from "./artifact-event.js";
import { artifactFacts, type EventFacts, runFacts } from "./event-facts.js";
import { PlanBook } from "./plan-book.js";
import { RunWatch } from "./run-watch.js";

/** What the watcher needs of the rest. */
export interface WatcherParts {
  readonly store: Store;
  readonly directory: Directory;
  readonly now: () => Date;
  /** Takes executions that are done. */
  readonly archive: ExecutionArchive;
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
  readonly #plans: PlanBook;
  readonly #runs: RunWatch;

  constructor(parts: WatcherParts) {
    const { store, directory, runInfo } = parts;
    this.#parts = parts;
    this.#plans = new PlanBook(directory, (automation, problem) => this.#fail(automation, problem));
    this.#runs = new RunWatch({
      rows: store.rows,
      infoOf: runInfo,
      plansFor: (run) =>
        this.#covering(this.#placeOf(run))
          .filter(({ eventType }) => isRunEvent(eventType))
          .flatMap((automation) => this.#plans.planOf(automation) ?? []),
      nextFiring: ({ automation }, run) => {
        const key = compositeKey(automation.id!, run.id);
        const kept = store.executionsByRun.all(key).at(-1)?.run;
        const last = kept ? kept.timestamp : store.lastFirings.get(key);
        return last === undefined ? undefined : (last ?? Number.NaN) + COOLDOWN_SECONDS;
      },
    });
  }

  /** An automation was made, changed or deleted. */
  changed(automationId: string): void {
    const automation = this.#parts.store.automations.get(automationId);
    if (automation === undefined) this.#plans.forget(automationId);
    if (automation === undefined || isRunEvent(automation.eventType)) this.#runs.reset();
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
      const plan = this.#plans.planOf(automation);
      const firing = plan && new ArtifactWatch(plan, seen.change).event(seen);
      if (firing) this.#fire(automation, firing, artifactFacts(automation, event, directory), place, null);
    }
  }

  #run(event: RowLogged | RunStateChanged): void {
    const { store, directory } = this.#parts;
    const { run } = event;
    const firings = event.kind === "row" ? this.#runs.row(event) : this.#runs.state(event);
    for (const firing of firings) {
      const automation = store.automations.get(firing.automation.id!);
      const plan = automation && this.#plans.planOf(automation);
      if (plan === undefined || firing.kind === "artifact") continue;
      const place = this.#placeOf(run);
      const facts = runFacts(automation!, firing, plan.title, run, place.project, directory);
      const { step = null, timestamp = null } = firing;
      this.#fire(automation!, firing, facts, place, { id: run.id, step, timestamp });
    }
  }

  #placeOf(run: RunRecord): Place {
    return { project: this.#parts.store.projects.get(run.projectId)!, collectionId: null };
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

  #fire(
    automation: AutomationRecord,
    { reason }: Firing,
    { details, variables }: EventFacts,
    place: Place,
    run: ExecutionRecord["run"],
  ): void {
    const execution = {
      ...this.#base(automation, place.project.id, place.collectionId),
      ...PENDING,
      event: details,
      variables,
      run,
      reason,
    };
    this.#parts.onExecution(this.#parts.store.executions.put(execution));
  }

  /** An automation that can't be evaluated says so once, where its history is looked for. */
  #fail(automation: AutomationRecord, error: string): void {
    const { store, directory, archive } = this.#parts;
    const { project, collection } = directory.scopeOf(automation);
    const __typename = isRunEvent(automation.eventType) ? "RunMetricEventDetails" : "ArtifactEventDetails";
    archive.put({
      ...this.#base(automation, project?.id ?? null, collection?.id ?? null),
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

  #base(automation: AutomationRecord, projectId: string | null, collectionId: string | null) {
    return {
      ...this.#parts.store.newRecord("TriggerExecution"),
      automationId: automation.id,
      automationName: automation.name,
      scopeType: automation.scopeType,
      scopeId: automation.scopeId,
      projectId,
      collectionId,
      eventType: automation.eventType,
      actionType: automation.actionType,
      actionConfig: automation.actionConfig,
    };
  }
}
