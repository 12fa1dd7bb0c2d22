import { setTimeout as delay } from "node:timers/promises";
import type { HistoryRow, RunHistory } from "../../history/run-history.js";
import { parseProjectPath, refuse } from "../admin/checks.js";
import type { DirectoryAdmin } from "../admin/directory-admin.js";
import type { RunRecord } from "../store/records.js";
import { compositeKey, type Store } from "../store/store.js";
import type { RunService } from "./run-service.js";

/** How a recorded run is replayed. */
export interface ReplayOptions {
  /** `entity/project` to put it into, instead of those that the recording names. */
  readonly project?: string;
  /** Milliseconds to wait between rows, so that somebody can watch. Default 0. */
  readonly delayMs?: number;
  /** Stops between two rows; what was logged stays. */
  readonly signal?: AbortSignal;
}

/** What a replay needs of the rest. */
export interface ReplayParts {
  readonly store: Store;
  readonly runs: RunService;
  readonly directoryAdmin: DirectoryAdmin;
}

/** Rows between two writes to the data file. */
const ROWS_PER_FLUSH = 500;

/**
 * Logs a recorded run row by row, as if it ran now: it starts running, logs, and ends as it ended. The entity and the
 * project it names come into being where they don't exist.
 */
export async function replayRun(
  parts: ReplayParts,
  history: RunHistory,
  { project, delayMs = 0, signal }: ReplayOptions = {},
): Promise<RunRecord> {
  const { store, runs } = parts;
  const { info, path } = whereTo(history, project);
  let run: RunRecord | undefined;
  const begin = (timestamp: unknown): RunRecord => {
    makeProject(parts, path);
    return runs.create(path, {
      id: info.id,
      ...(typeof timestamp === "number" ? { timestamp } : {}),
      ...pick(info, ["displayName", "config", "tags", "group", "jobType", "sweepId", "username", "summary"]),
    });
  };
  let logged = 0;
  for await (const row of history.rows) {
    signal?.throwIfAborted();
    run ??= begin(row._timestamp);
    runs.log(run, row);
    logged += 1;
    if (delayMs > 0) await pause(delayMs, signal);
    if (delayMs > 0 || logged % ROWS_PER_FLUSH === 0) await store.flush();
  }
  run ??= begin(undefined);
  for await (const row of history.systemRows ?? []) runs.logSystem(run, row as HistoryRow);
  const ended = info.state !== undefined && info.state !== "running" ? runs.setState(run, info.state) : run;
  await store.flush();
  return ended;
}

/** Waits, but not for longer than until the signal says stop; then throws its reason. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

function whereTo({ run: info }: RunHistory, project: string | undefined) {
  const { entity, project: name } = info;
  if (project !== undefined) return { info, path: project };
  if (entity && name) return { info, path: `${entity}/${name}` };
  return refuse(
    "replay",
    "project",
    "missing",
    `the recording of run ${JSON.stringify(info.id)} doesn't say where it belongs; give { project: "entity/project" }`,
  );
}

function makeProject({ store, directoryAdmin }: ReplayParts, path: string): void {
  const { entity, project } = parseProjectPath("replay", path);
  const owner = store.entitiesByName.first(entity);
  if (owner === undefined) directoryAdmin.createTeam({ name: entity });
  else if (store.projectsByName.first(compositeKey(owner.id, project))) return;
  directoryAdmin.createProject(path);
}

function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Partial<Pick<T, K>> {
  return Object.fromEntries(
    keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]])),
  ) as Partial<Pick<T, K>>;
}
