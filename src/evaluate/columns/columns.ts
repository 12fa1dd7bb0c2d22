import { ValidationError, type ValidationIssue } from "../../errors/index.js";
import type { RunInfo } from "../../history/run-history.js";
import type { EvaluationOptions } from "../evaluation-options.js";
import type { AutomationRef } from "../verdict/firing.js";

/** One metric's logged values as columns: of one run, or of many one after the other. */
export interface Columns {
  /** The values, in step order within each run. NaN is a logged NaN: leave out what wasn't logged. */
  readonly values: Float64Array;
  /** The `_step` of each value. */
  readonly steps?: ArrayLike<number>;
  /** The `_timestamp` of each value in seconds since the epoch; without them every run fires once at most. */
  readonly timestamps?: ArrayLike<number>;
  /** Where runs begin, and at last the number of values: one more than there are runs. One run by default. */
  readonly runOffsets?: ArrayLike<number>;
  /** What is known of the runs, for scopes and run filters. Without it all runs are in scope and admitted. */
  readonly runs?: readonly RunInfo[];
}

/** Options of `evaluateColumns`. */
export interface ColumnsOptions extends Pick<EvaluationOptions, "partialWindows" | "nan"> {
  /** `"satisfied"` keeps the places at which each condition held. */
  readonly collect?: "satisfied";
}

/** A firing, by its places in the columns. */
export interface ColumnFiring {
  /** Which run, counted from 0. */
  readonly run: number;
  /** Which value. */
  readonly at: number;
  readonly step?: number;
  readonly timestamp?: number;
  /** The number that was held against the threshold. */
  readonly compared: number;
}

/** What one automation made of the columns. */
export interface ColumnsResult {
  readonly automation: AutomationRef;
  /** What it waits for, in words. */
  readonly title: string;
  /** Runs that are in scope and admitted by the filter. */
  readonly runs: number;
  /** Values at which the condition could be evaluated. */
  readonly evaluated: number;
  /** Values at which it held. */
  readonly satisfied: number;
  /** Their places, with `collect: "satisfied"`. */
  readonly satisfiedAt?: readonly number[];
  /** Verdicts that were NaN, which satisfies nothing. */
  readonly nans: number;
  readonly firings: readonly ColumnFiring[];
}

/** Where the runs are: the offsets there are, or those of one run. @throws ValidationError listing what doesn't fit together. */
export function checkColumns(columns: Columns): ArrayLike<number> {
  const { values, steps, timestamps, runs } = columns;
  const issues: ValidationIssue[] = [];
  const wrong = (path: string, message: string) =>
    issues.push({ code: "invalid_columns", path: [path], message });
  if (!(values instanceof Float64Array)) wrong("values", "must be a Float64Array");
  const count = values?.length ?? 0;
  const offsets = columns.runOffsets ?? [0, count];
  const same = (path: string, list: ArrayLike<number> | undefined) => {
    if (list !== undefined && list.length !== count) {
      wrong(path, `must be as long as values (${count}), got ${list.length}`);
    }
  };
  same("steps", steps);
  same("timestamps", timestamps);
  if (!risesTo(offsets, count)) {
    wrong("runOffsets", `must rise from 0 to the number of values (${count}), one more than there are runs`);
  }
  if (runs !== undefined && runs.length !== offsets.length - 1) {
    wrong("runs", `must be one less than runOffsets (${offsets.length - 1}), got ${runs.length}`);
  }
  if (issues.length > 0) throw new ValidationError("The columns", issues);
  return offsets;
}

function risesTo(offsets: ArrayLike<number>, count: number): boolean {
  if (offsets.length === 0 || offsets[0] !== 0 || offsets[offsets.length - 1] !== count) return false;
  for (let k = 1; k < offsets.length; k++) {
    if (!(offsets[k]! >= offsets[k - 1]!) || !Number.isInteger(offsets[k])) return false;
  }
  return true;
}
