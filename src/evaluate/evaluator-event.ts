import { EvaluationError } from "../errors/index.js";
import type { HistoryRow, RunInfo } from "../history/run-history.js";
import type { ArtifactEvent } from "./artifact-event.js";

/** A run logged a row. `run` is what is known of it by now: run filters look at that. */
export interface RowEvent {
  readonly kind: "row";
  readonly run: RunInfo;
  /** `_step`, `_timestamp` in seconds since the epoch, and metrics. */
  readonly row: HistoryRow;
}

/** A run changed its state. A run that was never heard of starts running with its first row. */
export interface RunStateEvent {
  readonly kind: "runState";
  readonly run: RunInfo;
  /** running, finished, failed, crashed, killed, … */
  readonly state: string;
  /** Seconds since the epoch; that of the run's last row where left out. */
  readonly timestamp?: number;
}

/** A run is over, and its windows are the first to go when room is needed. Fires nothing. */
export interface RunEndedEvent {
  readonly kind: "runEnded";
  readonly run: Pick<RunInfo, "id" | "entity" | "project">;
}

/** What an evaluator takes, one by one, as it happens. */
export type EvaluatorEvent = RowEvent | RunStateEvent | RunEndedEvent | ArtifactEvent;

/** @throws EvaluationError when it isn't an event, or lacks what its kind needs. */
export function checkEvent(event: EvaluatorEvent): void {
  const given: unknown = event;
  const problem = isObject(given) ? problemOf(given) : "it isn't an object";
  if (problem === undefined) return;
  throw new EvaluationError(`An event can't be evaluated: ${problem}.`, {
    hint: 'Give { kind: "row", run: { id }, row }, { kind: "runState", run, state }, { kind: "runEnded", run } or { kind: "artifact", change, collection }.',
  });
}

function problemOf(event: Readonly<Record<string, unknown>>): string | undefined {
  const { kind, run, row, state } = event;
  if (kind === "artifact") {
    return typeof event.collection === "string" && typeof event.change === "string"
      ? undefined
      : "an artifact event needs change and collection";
  }
  if (kind !== "row" && kind !== "runState" && kind !== "runEnded") {
    return `its kind is ${JSON.stringify(kind) ?? "missing"}`;
  }
  if (!isObject(run) || typeof run.id !== "string") return `a ${kind} event needs run with an id`;
  if (kind === "row" && !isObject(row)) return "a row event needs a row";
  return kind === "runState" && typeof state !== "string" ? "a runState event needs a state" : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
