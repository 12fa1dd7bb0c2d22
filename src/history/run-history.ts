/** What is known about a run besides its rows: what run filters look at and what names it. */
export interface RunInfo {
  /** The run's id, e.g. `lkowe4hd`: unique in its project. */
  readonly id: string;
  /** What people call the run's name; run filters know it as `display_name`. */
  readonly displayName?: string;
  readonly entity?: string;
  readonly project?: string;
  readonly username?: string;
  /** Lower case: running, finished, failed, crashed, killed, … */
  readonly state?: string;
  readonly tags?: readonly string[];
  readonly group?: string;
  readonly jobType?: string;
  readonly sweepId?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly summary?: Readonly<Record<string, unknown>>;
}

/** One step of a run: `_step` (integer), `_timestamp` (seconds since the epoch) and metrics. */
export type HistoryRow = Readonly<Record<string, unknown>>;

/**
 * Which kind of oddity a warning tells of: `damaged` bytes or text were skipped; the file is `truncated`;
 * it holds no exit record (`no_exit`); a row's step `went_back` or isn't one (`bad_step`), so it was dropped;
 * its time isn't seconds since the epoch (`bad_time`);
 * rows had no step and were numbered (`no_step`); the source holds a sample of the rows (`sampled`) or only
 * part of the run (`partial`); or there was no table of runs that could tell what automations ask (`no_runs_table`).
 */
export type HistoryWarningCode =
  | "damaged"
  | "truncated"
  | "no_exit"
  | "went_back"
  | "bad_step"
  | "bad_time"
  | "no_step"
  | "sampled"
  | "partial"
  | "no_runs_table";

/** Something odd that was met and survived while reading: nothing readable was lost. */
export interface HistoryWarning {
  readonly code?: HistoryWarningCode;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly offset?: number;
  readonly run?: string;
  readonly step?: number;
}

/**
 * One run and its rows in step order. `rows` may be read once or again and again, as the source allows, and not at all where
 * no automation looks at the run.
 */
export interface RunHistory {
  readonly run: RunInfo;
  readonly rows: Iterable<HistoryRow> | AsyncIterable<HistoryRow>;
  /**
   * The rows with no more in them than these metrics, `_step` and `_timestamp`, where a source can leave the rest
   * unread: as many rows, and the same values. What evaluates histories asks for it; a source needn't have it.
   */
  readonly rowsOf?: (metrics: readonly string[]) => RunHistory["rows"];
  /** System metrics, if the source has them: rows with `_timestamp` and metrics, but no `_step`. */
  readonly systemRows?: Iterable<HistoryRow> | AsyncIterable<HistoryRow>;
  /** Filled while `rows` is read. */
  readonly warnings?: readonly HistoryWarning[];
}

/** Runs from anywhere: one, several, or a stream of them. */
export type HistorySource = RunHistory | Iterable<RunHistory> | AsyncIterable<RunHistory>;
