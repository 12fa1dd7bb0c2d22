import type { HistoryRow } from "../history/run-history.js";
import type { CollectionRecord, RunRecord, StateChangeRecord, VersionRecord } from "./store/records.js";

/** Something happened to an artifact or a collection that automations may watch. */
export interface ArtifactHappened {
  readonly kind: "artifact";
  /** `EventTriggeringConditionType`, e.g. `ADD_ARTIFACT_ALIAS`. */
  readonly eventType: string;
  readonly collection: CollectionRecord;
  /** Absent where the collection itself changed. */
  readonly version?: VersionRecord;
  readonly alias?: string;
  readonly tag?: string;
  readonly author: string;
}

/** A run logged a row: all or part of a step of its history, or (without `_step`) system metrics. */
export interface RowLogged {
  readonly kind: "row";
  readonly run: RunRecord;
  readonly row: HistoryRow;
}

/** A run changed to a state, or began in it. */
export interface RunStateChanged {
  readonly kind: "state";
  readonly run: RunRecord;
  readonly change: StateChangeRecord;
}

/** What the emulator's data tells the part that fires automations. */
export type EmulatorEvent = ArtifactHappened | RowLogged | RunStateChanged;

/** Receives events in the order in which they happened. */
export type EmitEvent = (event: EmulatorEvent) => void;
