import { describeRun } from "./admin/emulator-admin.js";
import type { Directory } from "./store/directory.js";
import type { DeliveryRequest, DeliveryResponse, ExecutionRecord, ExecutionState } from "./store/records.js";
import type { Store } from "./store/store.js";

/** One firing of an automation, and what became of it. */
export interface EmulatorExecution {
  readonly id: string;
  /** The automation, by the name it had when it fired. */
  readonly automation: { readonly id: string; readonly name: string };
  /** `PENDING` until its action is done or given up. */
  readonly state: ExecutionState;
  readonly eventType: string;
  readonly actionType: string;
  /** One sentence: what was compared with what, or what happened. */
  readonly reason: string;
  /** The run that fired it (`entity/project/id`), its step and time; absent for artifact events. */
  readonly run?: {
    readonly path: string;
    readonly id: string;
    readonly step: number | null;
    /** Seconds since the epoch, in the run's own time. */
    readonly timestamp: number | null;
  };
  /** What was sent, or is recorded only (`url` null), without its secrets. */
  readonly request: DeliveryRequest | null;
  /** The last answer. */
  readonly response: DeliveryResponse | null;
  readonly error: string | null;
  /** Attempts begun. */
  readonly attempts: number;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

/** Which executions to list. */
export interface ExecutionFilter {
  /** The automation's name or id. */
  readonly automation?: string;
  readonly state?: ExecutionState;
}

/** Executions in the order in which they came into being. */
export function listExecutions(
  store: Store,
  directory: Directory,
  { automation, state }: ExecutionFilter = {},
): EmulatorExecution[] {
  return store.executions
    .all()
    .filter(
      (execution) =>
        (automation === undefined ||
          execution.automationId === automation ||
          execution.automationName === automation) &&
        (state === undefined || execution.state === state),
    )
    .map((execution) => describeExecution(store, directory, execution));
}

export function describeExecution(
  store: Store,
  directory: Directory,
  record: ExecutionRecord,
): EmulatorExecution {
  const { id, state, eventType, actionType, reason, request, response, error, attempts } = record;
  const run = record.run && store.runs.get(record.run.id);
  return {
    id,
    automation: { id: record.automationId, name: record.automationName },
    state,
    eventType,
    actionType,
    reason,
    ...(run && {
      run: {
        path: describeRun(store, directory, run).path,
        id: run.name,
        step: record.run!.step,
        timestamp: record.run!.timestamp,
      },
    }),
    request,
    response,
    error,
    attempts,
    createdAt: record.createdAt,
    finishedAt: record.finishedAt,
  };
}
