import type { AutomationRef, RunRef } from "./firing.js";

/** Something that kept an automation from firing (more often), with a sentence that says it. */
export type Blocker = { readonly message: string } & (
  | { readonly kind: "disabled" }
  /** The run or event isn't in the automation's scope. */
  | { readonly kind: "scope" }
  /** The filter excluded it; the clauses that did, with what the run has. */
  | { readonly kind: "filter"; readonly clauses: readonly string[] }
  /** The metric was never logged. */
  | { readonly kind: "notLogged"; readonly metric: string }
  /** The window never filled: `filled` of `needed` values. */
  | { readonly kind: "window"; readonly filled: number; readonly needed: number }
  /** So many verdicts were NaN. */
  | { readonly kind: "nan"; readonly count: number }
  /** The condition was evaluated and held nowhere. */
  | { readonly kind: "condition" }
  /** So many satisfying values lay inside the 24 hours after a firing. */
  | { readonly kind: "cooldown"; readonly count: number }
  /** The run never changed to a state that is watched. */
  | { readonly kind: "state"; readonly states: readonly string[] }
  /** No event of the watched kind was given. */
  | { readonly kind: "event" }
);

/** The evaluated value that came closest to satisfying the condition without doing so. */
export interface Closest {
  readonly compared: number;
  /** How far that is from the threshold; 0 where only equality was missing or too much. */
  readonly gap: number;
  readonly step?: number;
  readonly timestamp?: number;
}

/** What was logged for a metric, as far as it was collected: parallel lists. */
export interface LoggedSeries {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** What one automation made of one run. */
export interface RunOutcome {
  readonly kind: "run";
  readonly automation: AutomationRef;
  readonly run: RunRef;
  readonly firings: number;
  /** Logged values of the metric; for a state automation, changes of state. */
  readonly logged: number;
  /** Values at which the condition could be evaluated. */
  readonly evaluated: number;
  /** Values at which the condition held. */
  readonly satisfied: number;
  /** Their steps, with `collect: ["satisfied"]`. */
  readonly satisfiedSteps?: readonly number[];
  /** The metric's values, with `collect: ["series"]`. */
  readonly series?: LoggedSeries;
  readonly closest?: Closest;
  readonly blockers: readonly Blocker[];
  /** What was assumed, such as a scope that couldn't be compared. */
  readonly notes: readonly string[];
}

/** What one artifact automation made of all artifact events. */
export interface ArtifactOutcome {
  readonly kind: "artifact";
  readonly automation: AutomationRef;
  readonly firings: number;
  /** Events of the watched kind. */
  readonly logged: number;
  /** Of those, events in scope. */
  readonly evaluated: number;
  /** Of those, events that the filter admits. */
  readonly satisfied: number;
  readonly blockers: readonly Blocker[];
  readonly notes: readonly string[];
}

export type Outcome = RunOutcome | ArtifactOutcome;
