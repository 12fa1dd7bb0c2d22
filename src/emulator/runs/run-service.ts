import type { HistoryRow } from "../../history/run-history.js";
import { checkName, parseProjectPath, refuse } from "../admin/checks.js";
import type { EmitEvent } from "../emulator-event.js";
import type { ProjectRecord, RunRecord, UserRecord } from "../store/records.js";
import type { Appended } from "../store/row-log.js";
import { compositeKey, type Store } from "../store/store.js";

/** What a new run is. */
export interface CreateRunOptions {
  /** The run's id, unique in its project; made up where left out. */
  readonly id?: string;
  /** What people call it; the id where left out. */
  readonly displayName?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly tags?: readonly string[];
  readonly group?: string;
  readonly jobType?: string;
  readonly sweepId?: string;
  readonly notes?: string;
  /** Who started it; the emulator's own user where left out. */
  readonly username?: string;
  /** Lower case; `running` where left out, which counts as a change to running. */
  readonly state?: string;
}

const STATES = new Set([
  "running",
  "finished",
  "failed",
  "crashed",
  "killed",
  "preempting",
  "preempted",
  "pending",
]);

/** Makes runs, takes their rows and their changes of state, and says so to whoever watches. */
export class RunService {
  readonly #store: Store;
  readonly #emit: EmitEvent;
  readonly #owner: () => UserRecord;

  /** `owner` is whom a run belongs to when nobody is named. */
  constructor(store: Store, emit: EmitEvent, owner: () => UserRecord) {
    this.#store = store;
    this.#emit = emit;
    this.#owner = owner;
  }

  /** A new run in `entity/project`; one of that id is resumed: its windows and its history go on. */
  create(projectPath: string, options: CreateRunOptions = {}): RunRecord {
    const project = this.#project("createRun", projectPath);
    const state = options.state ?? "running";
    checkState("createRun", state);
    const base = this.#store.newRecord("Run");
    const name = checkName(
      "createRun",
      "id",
      options.id ?? `run${base.number.toString(36).padStart(5, "0")}`,
    );
    const existing = this.#store.runsByName.first(compositeKey(project.id, name));
    if (existing) return this.setState(existing, state);
    const owner = this.#owner();
    const run = this.#store.runs.put({
      ...base,
      name,
      projectId: project.id,
      displayName: options.displayName ?? name,
      userId: owner.id,
      username: options.username ?? owner.username,
      state,
      config: options.config ?? {},
      summary: {},
      group: options.group ?? null,
      jobType: options.jobType ?? null,
      sweepName: options.sweepId ?? null,
      tags: options.tags ?? [],
      notes: options.notes ?? null,
      heartbeatAt: base.createdAt,
    });
    this.#emit({ kind: "state", run, state });
    return run;
  }

  /** One row of a run's history. A lower step than the last is dropped, and the answer says so. */
  log(run: RunRecord, row: HistoryRow): Appended {
    if (typeof row !== "object" || row === null || Array.isArray(row))
      refuse(
        "log",
        "row",
        "invalid_type",
        `got ${JSON.stringify(row) ?? typeof row}; give an object of values`,
      );
    const step = row._step === undefined ? 0 : Number(row._step);
    if (!Number.isSafeInteger(step) || step < 0)
      refuse("log", "row._step", "invalid_step", `got ${String(row._step)}; give an integer of 0 or more`);
    const appended = this.#store.rows.append(run.id, row);
    if (appended.kind !== "dropped")
      this.#emit({ kind: "row", run, system: false, row: { ...row, _step: appended.step } });
    return appended;
  }

  /** System metrics: a row with `_timestamp` and no step. */
  logSystem(run: RunRecord, row: HistoryRow): void {
    this.#store.rows.appendSystem(run.id, row);
    this.#emit({ kind: "row", run, system: true, row });
  }

  setState(run: RunRecord, state: string): RunRecord {
    checkState("setRunState", state);
    if (run.state === state) return run;
    const changed = this.#store.runs.put({ ...run, state, heartbeatAt: this.#store.timestamp() });
    this.#emit({ kind: "state", run: changed, state });
    return changed;
  }

  /** Changes what is known about a run besides its rows; `summary` is merged over what the rows say. */
  update(
    run: RunRecord,
    changes: Pick<CreateRunOptions, "config" | "tags" | "notes"> & { summary?: object },
  ) {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    return this.#store.runs.put({ ...run, ...given, summary: { ...run.summary, ...changes.summary } });
  }

  /** A run by its path `entity/project/id`. */
  find(call: string, path: string): RunRecord {
    const at = String(path).lastIndexOf("/");
    const project = this.#project(call, String(path).slice(0, Math.max(at, 0)));
    const run = this.#store.runsByName.first(compositeKey(project.id, String(path).slice(at + 1)));
    return run ?? refuse(call, "run", "not_found", `there is no run ${JSON.stringify(path)}`);
  }

  #project(call: string, path: string): ProjectRecord {
    const { entity, project } = parseProjectPath(call, path);
    const owner = this.#store.entitiesByName.first(entity);
    const found = owner && this.#store.projectsByName.first(compositeKey(owner.id, project));
    return found ?? refuse(call, "path", "not_found", `there is no project ${entity}/${project}`);
  }
}

function checkState(call: string, state: string): void {
  if (!STATES.has(state))
    refuse(
      call,
      "state",
      "invalid_state",
      `got ${JSON.stringify(state)}; give one of ${[...STATES].join(", ")}`,
    );
}
