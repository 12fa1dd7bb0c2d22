import type { ArtifactChange, ArtifactEvent } from "../artifact-event.js";
import type { Comparison } from "../window/condition.js";
import type { Measurement } from "../window/measure.js";

/** Which automation: its place in what was given, and its id and name where it has them. */
export interface AutomationRef {
  readonly index: number;
  readonly id?: string;
  readonly name?: string;
}

/** Which run. */
export interface RunRef {
  readonly id: string;
  readonly displayName?: string;
  readonly entity?: string;
  readonly project?: string;
}

interface FiringBase {
  readonly automation: AutomationRef;
  /** Seconds since the epoch, where the history says. */
  readonly timestamp?: number;
  /** One sentence: what was compared with what. */
  readonly reason: string;
}

/** A metric condition held. */
export interface MetricFiring extends FiringBase {
  readonly kind: "metric";
  readonly run: RunRef;
  /** The `_step` of the row; system metrics have none. */
  readonly step?: number;
  readonly metric: string;
  /** The current window, oldest first; for a z-score the latest value alone. */
  readonly values: readonly number[];
  /** Change: the prior window. Z-score: the baseline. Empty for a threshold. */
  readonly prior: readonly number[];
  /** The aggregates, their difference, mean and deviation, as far as the condition has them. */
  readonly measurement: Measurement;
  /** The number that was held against the threshold. */
  readonly compared: number;
  readonly comparison: Comparison;
  /** The threshold, the amount of change, or the z-score. */
  readonly threshold: number;
}

/** A run changed to a state that is watched. */
export interface StateFiring extends FiringBase {
  readonly kind: "state";
  readonly run: RunRef;
  /** The last step before the change. */
  readonly step?: number;
  /** The state as the history calls it, e.g. `crashed`. */
  readonly state: string;
}

/** Something happened to an artifact. */
export interface ArtifactFiring extends FiringBase {
  readonly kind: "artifact";
  readonly change: ArtifactChange;
  readonly entity?: string;
  readonly project?: string;
  readonly collection: string;
  readonly version?: string;
  readonly alias?: string;
  readonly tag?: string;
  /** Metadata of the version, where the event says. */
  readonly metadata?: ArtifactEvent["metadata"];
  readonly run?: undefined;
  readonly step?: undefined;
}

/** One time that an automation would have run its action. */
export type Firing = MetricFiring | StateFiring | ArtifactFiring;
