import { asLogged, metricReader } from "./logged-value.js";
import { StepMerger } from "./merge-steps.js";
import type { HistoryRow, HistorySource, HistoryWarning, RunHistory, RunInfo } from "./run-history.js";
import { WarningLog } from "./warning-log.js";

/** One metric of one run as columns: the logged values alone, each with its step and time. */
export interface MetricColumn {
  readonly values: Float64Array;
  /** NaN where the row has none. */
  readonly steps: Float64Array;
  /** Seconds since the epoch; NaN where the row has none. */
  readonly timestamps: Float64Array;
}

/** Some metrics of one run. */
export interface RunColumns {
  readonly run: RunInfo;
  /** A column for each metric asked for, empty if the run never logged it. */
  readonly metrics: ReadonlyMap<string, MetricColumn>;
  readonly warnings: readonly HistoryWarning[];
}

/** A run that can give columns without making rows of them. */
export interface ColumnarRun extends RunHistory {
  readonly readColumns: (metrics: readonly string[]) => Promise<ReadonlyMap<string, MetricColumn>>;
}

/**
 * Reads metrics of runs into columns, for backtests over many values. A value counts as
 * {@link loggedValue} says; the same step twice is one row, a row whose step goes back is dropped.
 *
 * @param source a run, several, or a stream of them
 * @param metrics names of the metrics
 * @throws HistoryError if a source can't be read
 *
 * @example
 * ```ts
 * import { history, readColumns } from "wandb-automations/history";
 *
 * for await (const { run, metrics } of readColumns(history("exports/*.parquet"), ["loss"])) {
 *   const { values, steps } = metrics.get("loss")!;
 *   console.log(run.id, values.length, steps.at(-1));
 * }
 * ```
 */
export async function* readColumns(
  source: HistorySource,
  metrics: readonly string[],
): AsyncGenerator<RunColumns> {
  for await (const history of "rows" in source ? [source] : source) {
    const log = new WarningLog();
    log.nameRun(history.run.id);
    const columns = isColumnar(history)
      ? await history.readColumns(metrics)
      : await columnsOfRows(history.rows, metrics, log.add);
    yield { run: history.run, metrics: columns, warnings: [...(history.warnings ?? []), ...log.list] };
  }
}

function isColumnar(history: RunHistory): history is ColumnarRun {
  return typeof (history as Partial<ColumnarRun>).readColumns === "function";
}

/** Gathers columns from rows, whatever their source. */
export async function columnsOfRows(
  rows: RunHistory["rows"],
  metrics: readonly string[],
  report: (warning: HistoryWarning) => void,
): Promise<ReadonlyMap<string, MetricColumn>> {
  const builders = metrics.map((name) => ({ name, read: metricReader(name), column: new ColumnBuilder() }));
  const merger = new StepMerger(report);
  const take = (row: HistoryRow | undefined) => {
    if (row === undefined) return;
    for (const { read, column } of builders) {
      const value = read(row);
      if (value !== undefined) column.push(value, row._step, row._timestamp);
    }
  };
  if (Symbol.iterator in rows) for (const row of rows) take(merger.push(row));
  else for await (const row of rows) take(merger.push(row));
  take(merger.end());
  return new Map(builders.map(({ name, column }) => [name, column.build()]));
}

/** Values by their places, whether or not they count. */
export interface LoggedList {
  readonly length: number;
  at(place: number): unknown;
}

/** Columns that grow. */
export class ColumnBuilder {
  #length = 0;
  #values = new Float64Array(64);
  #steps = new Float64Array(64);
  #timestamps = new Float64Array(64);

  push(value: number, step: unknown, timestamp: unknown): void {
    this.#grow(1);
    const at = this.#length++;
    this.#values[at] = value;
    this.#steps[at] = asNumber(step);
    this.#timestamps[at] = asNumber(timestamp);
  }

  /** Adds what counts as logged among values, which have their steps, and perhaps times, at the same places. */
  append(values: LoggedList, steps: Float64Array, times: Float64Array | undefined): void {
    this.#grow(values.length);
    const [ownValues, ownSteps, ownTimes] = [this.#values, this.#steps, this.#timestamps];
    let length = this.#length;
    for (let i = 0; i < values.length; i++) {
      const given = values.at(i);
      const value = typeof given === "number" ? given : asLogged(given);
      if (value === undefined) continue;
      ownValues[length] = value;
      ownSteps[length] = steps[i]!;
      ownTimes[length] = times === undefined ? Number.NaN : times[i]!;
      length += 1;
    }
    this.#length = length;
  }

  /** What was gathered. The builder is done with then: where nothing is left over, the arrays are its own. */
  build(): MetricColumn {
    const trimmed = (array: Float64Array<ArrayBuffer>) =>
      array.length === this.#length ? array : array.slice(0, this.#length);
    return {
      values: trimmed(this.#values),
      steps: trimmed(this.#steps),
      timestamps: trimmed(this.#timestamps),
    };
  }

  #grow(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#values.length) return;
    const capacity = Math.max(needed, this.#values.length * 2);
    this.#values = enlarged(this.#values, capacity);
    this.#steps = enlarged(this.#steps, capacity);
    this.#timestamps = enlarged(this.#timestamps, capacity);
  }
}

function asNumber(value: unknown): number {
  return typeof value === "number" ? value : typeof value === "bigint" ? Number(value) : Number.NaN;
}

function enlarged(array: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(array);
  return larger;
}
