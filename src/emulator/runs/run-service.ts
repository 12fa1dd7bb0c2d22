import { isRecord } from "../../history/own-property.js";
import type { HistoryRow } from "../../history/run-history.js";
import { checkJson, checkName, parseProjectPath, refuse } from "../admin/checks.js";
import type { EmitEvent } from "../emulator-event.js";
import type { ProjectRecord, RunRecord, StateChangeRecord, UserRecord } from "../store/records.js";
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
  /** When it began, in seconds since the epoch; now where left out. */
  readonly timestamp?: number;
  /** Summary values set by hand, over those that its rows give. */
  readonly summary?: Readonly<Record<string, unknown>>;
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
    checkJson("createRun", "config", options.config);
    checkJson("createRun", "summary", options.summary);
    const base = this.#store.newRecord("Run");
    const name = checkName(
      "createRun",
      "id",
      options.id ?? `run${base.number.toString(36).padStart(5, "0")}`,
    );
    const existing = this.#store.runsByName.first(compositeKey(project.id, name));
    if (existing) return this.setState(existing, state, options.timestamp);
    const owner = this.#owner();
    const change = this.#change(state, undefined, options.timestamp);
    const run = this.#store.runs.put({
      ...base,
      name,
      projectId: project.id,
      displayName: options.displayName ?? name,
      userId: owner.id,
      username: options.username ?? owner.username,
      state,
      stateChanges: [change],
      config: options.config ?? {},
      summary: options.summary ?? {},
      group: options.group ?? null,
      jobType: options.jobType ?? null,
      sweepName: options.sweepId ?? null,
      tags: options.tags ?? [],
      notes: options.notes ?? null,
      heartbeatAt: base.createdAt,
    });
    this.#emit({ kind: "state", run, change });
    return run;
  }

  /** One row of a run's history. A lower step than the last is dropped, and the answer says so. */
  log(run: RunRecord, row: HistoryRow): Appended {
    if (!isRecord(row))
      refuse(
        "log",
        "row",
        "invalid_type",
        `got ${JSON.stringify(row) ?? typeof row}; give an object of values`,
      );
    checkJson("log", "row", row);
    const step = row._step === undefined ? 0 : Number(row._step);
    if (!Number.isSafeInteger(step) || step < 0)
      refuse("log", "row._step", "invalid_step", `got ${String(row._step)}; give an integer of 0 or more`);
    const appended = this.#store.rows.append(run.id, row);
    if (appended.kind !== "dropped") this.#emit({ kind: "row", run, row: { ...row, _step: appended.step } });
    return appended;
  }

  /** {@link log} for a row that is logged by hand: its time is now, and a row that came too late is refused. */
  logNow(run: RunRecord, row: HistoryRow): void {
    const isUnstamped = isRecord(row) && row._timestamp === undefined;
    const appended = this.log(run, isUnstamped ? { ...row, _timestamp: this.#nowSeconds() } : row);
    if (appended.kind === "dropped")
      refuse(
        "log",
        "row._step",
        "went_back",
        `got ${appended.step}, but the run is at ${appended.lastStep} already`,
      );
  }

  /** System metrics: a row with `_timestamp` and no step. */
  logSystem(run: RunRecord, row: HistoryRow): void {
    if (!isRecord(row)) refuse("logSystem", "row", "invalid_type", "give an object of values");
    checkJson("logSystem", "row", row);
    this.#store.rows.appendSystem(run.id, row);
    this.#emit({ kind: "row", run, row });
  }

  /** `timestamp` in seconds; that of the last row, or now, where left out. */
  setState(run: RunRecord, state: string, timestamp?: number): RunRecord {
    checkState("setRunState", state);
    const current = this.#store.runs.get(run.id) ?? run;
    if (current.state === state) return current;
    const change = this.#change(state, current, timestamp);
    const changed = this.#store.runs.put({
      ...current,
      state,
      stateChanges: [...current.stateChanges, change],
      heartbeatAt: this.#store.timestamp(),
    });
    this.#emit({ kind: "state", run: changed, change });
    return changed;
  }

  #change(state: string, run: RunRecord | undefined, timestamp: number | undefined): StateChangeRecord {
    const last = run && this.#store.rows.history(run.id).at(-1);
    const stamp = last?.row._timestamp;
    const known = timestamp ?? (typeof stamp === "number" ? stamp : undefined);
    return {
      state,
      step: last?.step ?? null,
      timestamp: known ?? this.#nowSeconds(),
    };
  }

  #nowSeconds(): number {
    return Date.parse(this.#store.timestamp()) / 1000;
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
