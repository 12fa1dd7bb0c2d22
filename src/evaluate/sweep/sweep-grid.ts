import { ValidationError, type ValidationIssue } from "../../errors/index.js";
import {
  type AggregationInput,
  type ChangeDirection,
  type ChangeType,
  type ComparisonInput,
  readAggregation,
  readChangeDirection,
  readChangeType,
  readComparison,
  readPositive,
  readThreshold,
  readWindow,
} from "../../model/metric-vocabulary.js";
import { BrokenRule, type ReadOption } from "../../model/option-readers.js";
import type { MetricSpec } from "../../wire/event-filter.js";

/** Values to try for the settings of a metric condition, named as in the builders. */
export interface SweepGrid {
  /** Threshold and z-score conditions. */
  readonly threshold?: readonly number[];
  /** Logged values; for a change the current window, for a z-score the baseline. */
  readonly window?: readonly number[];
  /** Threshold and change conditions; `null` is the latest value alone. */
  readonly agg?: readonly (AggregationInput | null)[];
  /** Threshold conditions. */
  readonly cmp?: readonly ComparisonInput[];
  /** Change conditions. */
  readonly amount?: readonly number[];
  /** Change conditions. */
  readonly priorWindow?: readonly number[];
  /** Change conditions. */
  readonly changeType?: readonly ChangeType[];
  /** Change and z-score conditions. */
  readonly changeDir?: readonly ChangeDirection[];
}

/** One of the settings that are tried. */
export type SweepParameter = keyof SweepGrid;

/** A value of a setting, spelled as in the builders. */
export type SweepValue = number | string | null;

/** A setting and the values that are tried, each once, in the order given. */
export interface SweepAxis {
  readonly name: SweepParameter;
  readonly values: readonly SweepValue[];
}

/** Every combination costs a pass over the metric. */
const MAX_SETTINGS = 10_000;

type ReadValue = ReadOption<SweepValue>;
const readAgg: ReadValue = (value) => (value === null ? null : readAggregation(value));

const READERS: Readonly<Record<MetricSpec["kind"], Readonly<Partial<Record<SweepParameter, ReadValue>>>>> = {
  threshold: { threshold: readThreshold, window: readWindow, agg: readAgg, cmp: readComparison },
  change: {
    amount: readPositive,
    window: readWindow,
    priorWindow: readWindow,
    agg: readAgg,
    changeType: readChangeType,
    changeDir: readChangeDirection,
  },
  zscore: { threshold: readPositive, window: readWindow, changeDir: readChangeDirection },
};

/**
 * The axes of a grid, checked against what the condition has.
 *
 * @param subject what errors are about
 * @throws ValidationError listing every setting that the condition doesn't have and every value that can't be one.
 */
export function sweepAxes(grid: SweepGrid, spec: MetricSpec, subject: string): readonly SweepAxis[] {
  const issues: ValidationIssue[] = [];
  const readers = READERS[spec.kind];
  const axes = Object.entries(grid as Readonly<Record<string, unknown>>).flatMap(([name, given]) => {
    if (given === undefined) return [];
    const read = Object.hasOwn(readers, name) ? readers[name as SweepParameter] : undefined;
    if (read === undefined) {
      const message = `a ${spec.kind} condition has no such setting; it has ${Object.keys(readers).join(", ")}`;
      issues.push({ code: "unknown_setting", path: [name], message });
      return [];
    }
    if (!Array.isArray(given) || given.length === 0) {
      issues.push({ code: "invalid_type", path: [name], message: "must be a list of values to try" });
      return [];
    }
    return [{ name: name as SweepParameter, values: checkedValues(name, given, read, issues) }];
  });
  if (issues.length === 0) issues.push(...gridIssues(axes, spec));
  if (issues.length > 0) throw new ValidationError(subject, issues);
  return axes;
}

function checkedValues(
  name: string,
  given: readonly unknown[],
  read: ReadValue,
  issues: ValidationIssue[],
): readonly SweepValue[] {
  const values = given.flatMap((value, i) => {
    const result = read(value);
    if (!(result instanceof BrokenRule)) return [result];
    const message = `${result.rule}, got ${String(value)}`;
    issues.push({ code: "invalid_value", path: [name, i], message });
    return [];
  });
  return [...new Set(values)];
}

function gridIssues(axes: readonly SweepAxis[], spec: MetricSpec): ValidationIssue[] {
  if (axes.length === 0) {
    const message = `names no setting; a ${spec.kind} condition has ${Object.keys(READERS[spec.kind]).join(", ")}`;
    return [{ code: "empty", path: [], message }];
  }
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > MAX_SETTINGS) {
    return [
      { code: "too_many", path: [], message: `has ${count} combinations, at most ${MAX_SETTINGS} are tried` },
    ];
  }
  const windows = axes.filter(({ name }) => name === "window" || name === "priorWindow");
  const aggregated = axes.find(({ name }) => name === "agg")?.values.some((agg) => agg !== null);
  if (spec.kind === "zscore" || spec.agg !== null || aggregated) return [];
  return windows.map(({ name }) => ({
    code: "no_effect",
    path: [name],
    message: "has no effect: without an aggregation the latest value is compared; try `agg` as well",
  }));
}

/** Every combination of the axes' values, the last axis changing fastest. */
export function combinations(axes: readonly SweepAxis[]): readonly Readonly<Record<string, SweepValue>>[] {
  return axes.reduce<readonly Readonly<Record<string, SweepValue>>[]>(
    (rows, { name, values }) => rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
}
