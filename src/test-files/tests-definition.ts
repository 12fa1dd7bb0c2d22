import type { ArtifactChange, ArtifactEvent } from "../evaluate/artifact-event.js";
import type { Evaluable } from "../evaluate/evaluable.js";
import type { EvaluationOptions } from "../evaluate/evaluation-options.js";
import type { Blocker } from "../evaluate/verdict/outcome.js";
import type { HistoryRow, RunHistory, RunInfo } from "../history/run-history.js";

/**
 * A moment: ISO 8601, UTC where no zone is named; or a time after the start of the tests' clock, in seconds or as
 * `90s`, `5m`, `1h30m`, `2d`.
 */
export type Moment = string | number;

/**
 * A run with what it logged, of which at most one of `series`, `rows` and `history` says what. Its entity and project
 * are those that the automation watches unless it, or a file of history, says otherwise.
 */
export interface TestRun extends Partial<RunInfo> {
  /** Values by metric in the notation of `series`: `{ loss: "0.9-0.1x5 _ nan 0.4x3" }`. */
  readonly series?: Readonly<Record<string, string>>;
  /** Rows written out. `_step` and `_timestamp` are counted up where they are left out. */
  readonly rows?: readonly HistoryRow[];
  /** Files of history: paths or glob patterns, relative to the test file. */
  readonly history?: string | readonly string[];
  /** Id or name of the run that is meant, where the files hold several. */
  readonly pick?: string;
  /** Time from one step to the next: 60 seconds by default. */
  readonly interval?: string | number;
  /** Step of the first value or row: 0 by default. */
  readonly startStep?: number;
  /** Time of the first value or row: the start of the tests' clock by default. */
  readonly start?: Moment;
}

/** Something that happens to an artifact: what dry runs take, in the words of test files. */
export interface TestEvent extends Partial<Omit<ArtifactEvent, "kind" | "change" | "timestamp">> {
  readonly change: ArtifactChange;
  /** `entity/project/collection:version`, or as much of its end as matters; in place of the four by themselves. */
  readonly artifact?: string;
  /** When: unknown by default. */
  readonly at?: Moment;
}

/** A firing that is expected; what is left out may be anything. */
export interface ExpectedFiring {
  /** On this run: its id or its display name. */
  readonly run?: string;
  /** At this step. */
  readonly step?: number;
  /** At this time, to the second. */
  readonly at?: Moment;
  /** The state the run changed to. */
  readonly state?: string;
  /** The number that was compared with the threshold. */
  readonly compared?: number;
  /** How far `compared` may be off: 0 by default. */
  readonly within?: number;
  /** On this collection. */
  readonly collection?: string;
  readonly version?: string;
  readonly alias?: string;
  readonly tag?: string;
  /**
   * What the webhook's body must hold, as JSON: members that aren't named may be anything, lists must have as many items.
   * Secrets are `[redacted]` in it, and what only a server knows stands as `<event_author>`.
   */
  readonly body?: Readonly<Record<string, unknown>>;
  /** So many such firings: 1 by default. */
  readonly times?: number;
}

/** One test: automations that are given a history, and what must come of it. */
export interface TestCase {
  readonly name: string;
  /**
   * The automation: its name or that of its export; in TypeScript also the automation itself. May be left out where
   * the files export only one.
   */
  readonly automation?: string | Evaluable;
  /** Runs, in this order. One that is named again was resumed. In TypeScript also what `series` and others make. */
  readonly runs?: readonly (TestRun | RunHistory)[];
  /** Events of artifacts, in this order. */
  readonly events?: readonly TestEvent[];
  /** `"none"`, or every firing that there must be: one that isn't listed fails the test. */
  readonly expect: "none" | readonly ExpectedFiring[];
  /** With `expect: "none"`: what must have kept it from firing, as the verdict names it. */
  readonly because?: Blocker["kind"];
  /** Departures from the project's semantics. */
  readonly options?: EvaluationOptions;
  /** Leaves the test out: why. */
  readonly skip?: string;
}

/** What a test file holds. */
export interface TestsDefinition {
  /** Files that export the automations: paths or glob patterns, relative to the test file. */
  readonly automations?: string | readonly string[];
  /** Where the tests' clock starts, in ISO 8601: `2026-01-01T00:00:00Z` by default. */
  readonly start?: string;
  readonly tests: readonly TestCase[];
}
