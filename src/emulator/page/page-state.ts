import { describeRun } from "../admin/emulator-admin.js";
import type { Directory } from "../store/directory.js";
import type { AutomationRecord, ExecutionRecord, RunRecord, UserRecord } from "../store/records.js";
import type { Store } from "../store/store.js";
import { actionInWords, conditionInWords, scopeInWords } from "./automation-words.js";
import type { Replay } from "./replays.js";

/** What of a list is asked for: those that mention `find`, in any case, and of these the newest `show`. */
export interface ListRequest {
  readonly find: string;
  readonly show: number;
}

/** The three lists of the page. */
export type ListName = "automations" | "runs" | "executions";

/** Some of a list, and how long all of it is. */
interface Listed<T> {
  readonly total: number;
  readonly items: readonly T[];
}

export interface AutomationState {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly condition: string;
  /** The event filter as it was saved. */
  readonly filter: string;
  readonly scope: string;
  readonly action: string;
  readonly executions: number;
}

export interface RunState {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly state: string;
  readonly rows: number;
  readonly lastStep: number | null;
}

export interface ExecutionState {
  readonly id: string;
  readonly automation: string;
  readonly state: string;
  readonly reason: string;
  readonly run: { readonly id: string; readonly name: string } | null;
  readonly step: number | null;
  readonly createdAt: string;
}

/** All that the page shows at first sight. */
export interface PageState {
  readonly user: string;
  readonly projects: readonly string[];
  readonly automations: Listed<AutomationState>;
  readonly runs: Listed<RunState>;
  /** The run that was asked for, listed or not. */
  readonly run: RunState | null;
  readonly executions: Listed<ExecutionState>;
  readonly replays: readonly Replay[];
}

export function pageState(
  store: Store,
  directory: Directory,
  user: UserRecord,
  replays: readonly Replay[],
  asked: Readonly<Record<ListName, ListRequest>>,
  runId: string | null,
): PageState {
  const run = runId === null ? undefined : store.runs.get(runId);
  return {
    user: user.username,
    projects: directory
      .entities(user)
      .flatMap((entity) =>
        store.projectsByEntity.all(entity.id).map((project) => `${entity.name}/${project.name}`),
      ),
    automations: newest(store.automations.all(), asked.automations, user, {
      sees: (one) => seesEntity(store, directory, user, one.entityId),
      words: (one) => `${one.name}\n${scopeInWords(one, directory)}`,
      describe: (one) => automationState(store, directory, one),
    }),
    runs: newest(store.runs.all(), asked.runs, user, {
      sees: (run) => seesRun(store, directory, user, run),
      words: (run) => `${run.displayName}\n${describeRun(store, directory, run).path}`,
      describe: (run) => runState(store, directory, run),
    }),
    run: run && seesRun(store, directory, user, run) ? runState(store, directory, run) : null,
    executions: newest(store.executions.all(), asked.executions, user, {
      sees: (one) => seesExecution(directory, user, one),
      words: (one) => `${one.automationName}\n${one.reason}\n${one.state}`,
      describe: (one) => executionState(store, one),
    }),
    replays,
  };
}

export function seesRun(store: Store, directory: Directory, user: UserRecord, run: RunRecord): boolean {
  return seesEntity(store, directory, user, store.projects.get(run.projectId)!.entityId);
}

export function seesExecution(
  directory: Directory,
  user: UserRecord,
  { scopeType, scopeId }: ExecutionRecord,
): boolean {
  const scope = directory.scope(scopeType, scopeId);
  return scope !== undefined && directory.maySee(user, scope.entity);
}

function seesEntity(store: Store, directory: Directory, user: UserRecord, entityId: string): boolean {
  return directory.maySee(user, store.entities.get(entityId)!);
}

interface Listing<T, S> {
  readonly sees: (record: T) => boolean;
  readonly words: (record: T) => string;
  readonly describe: (record: T) => S;
}

/** The page asks once a second, so what needn't be gone through isn't: an administrator sees everything. */
function newest<T, S>(
  records: readonly T[],
  { find, show }: ListRequest,
  { admin }: UserRecord,
  { sees, words, describe }: Listing<T, S>,
): Listed<S> {
  const wanted = find.trim().toLowerCase();
  const seen = admin ? records : records.filter(sees);
  const found = wanted === "" ? seen : seen.filter((record) => words(record).toLowerCase().includes(wanted));
  return { total: found.length, items: found.slice(-show).reverse().map(describe) };
}

function automationState(store: Store, directory: Directory, automation: AutomationRecord): AutomationState {
  const { id, name, enabled, eventFilter } = automation;
  return {
    id,
    name,
    enabled,
    condition: conditionInWords(automation, directory),
    filter: eventFilter,
    scope: scopeInWords(automation, directory),
    action: actionInWords(automation, store),
    executions: store.executionsByAutomation.all(id).length,
  };
}

function runState(store: Store, directory: Directory, run: RunRecord): RunState {
  const { id, displayName, state, path } = describeRun(store, directory, run);
  const rows = store.rows.history(id);
  return { id, path, name: displayName, state, rows: rows.length, lastStep: rows.at(-1)?.step ?? null };
}

function executionState(store: Store, execution: ExecutionRecord): ExecutionState {
  const { id, automationName, state, reason, createdAt } = execution;
  const run = execution.run && store.runs.get(execution.run.id);
  return {
    id,
    automation: automationName,
    state,
    reason,
    run: run ? { id: run.id, name: run.displayName } : null,
    step: execution.run?.step ?? null,
    createdAt,
  };
}
