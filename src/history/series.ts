import { HistoryError } from "../errors/index.js";
import { setOwn } from "./own-property.js";
import type { HistoryRow, RunHistory, RunInfo } from "./run-history.js";
import { parseSeries } from "./series-notation.js";

/** Settings of {@link series}. */
export interface SeriesOptions {
  /** The run, or its id: `"run"` by default. */
  readonly run?: string | RunInfo;
  /** Step of the first value: 0 by default. */
  readonly startStep?: number;
  /** Time of the first value in seconds since the epoch: 2026-01-01 00:00:00 UTC by default. */
  readonly startTime?: number;
  /** Seconds from one step to the next: 60 by default. */
  readonly interval?: number;
}

/** A run made from notation: its rows are in memory and can be read again and again. */
export interface SeriesHistory extends RunHistory {
  readonly rows: Iterable<HistoryRow>;
}

const DEFAULTS = { run: "run", startStep: 0, startTime: Date.UTC(2026, 0, 1) / 1000, interval: 60 } as const;

/**
 * A run for tests, written down as promtool writes its input series. Values are separated by blanks:
 *
 * - `0.5`, `1e-3`, `nan`, `inf`, `-inf`: a value
 * - `0.9-0.1x5`: 0.9 and five more values, each 0.1 less: 0.9 0.8 0.7 0.6 0.5 0.4; with `+`, each more
 * - `0.4x3`: 0.4 and three more of the same
 * - `_`: a step without a value, `_x3`: three of them
 *
 * The source of the notation is promtool; that decimal steps stay decimal (0.7, not 0.7000000000000001) is
 * decided.
 *
 * @param metric the metric's name, with its values as the second argument; or an object of names and values,
 *   which begin at the same step
 * @throws HistoryError if the notation has a mistake, with its place
 *
 * @example
 * ```ts
 * import { series } from "wandb-automations/history";
 *
 * const run = series("loss", "0.9-0.1x5 _ nan 0.4x3", { run: "lkowe4hd", interval: 3600 });
 * [...run.rows].length; // 11: nothing is logged at step 6
 * series({ loss: "1 0.5 0.25", "val/accuracy": "_x2 0.9" });
 * ```
 */
export function series(metric: string, values: string, options?: SeriesOptions): SeriesHistory;
export function series(metrics: Readonly<Record<string, string>>, options?: SeriesOptions): SeriesHistory;
export function series(
  metrics: string | Readonly<Record<string, string>>,
  second?: string | SeriesOptions,
  third?: SeriesOptions,
): SeriesHistory {
  const notations = typeof metrics === "string" ? [[metrics, second] as const] : Object.entries(metrics);
  const options = typeof second === "object" ? second : third;
  const { run, startStep, startTime, interval } = { ...DEFAULTS, ...options };
  checkNumber("startStep", startStep, Number.isSafeInteger(startStep), "a whole number");
  checkNumber("startTime", startTime, Number.isFinite(startTime), "seconds since the epoch");
  checkNumber("interval", interval, Number.isFinite(interval) && interval >= 0, "seconds, 0 or more");
  const columns = notations.map(([name, notation]) => ({ name, values: parseSeries(name, notation) }));
  const length = columns.reduce((longest, { values }) => Math.max(longest, values.length), 0);
  return {
    run: typeof run === "string" ? { id: run } : run,
    warnings: [],
    rows: {
      *[Symbol.iterator]() {
        for (let i = 0; i < length; i++) {
          const row: Record<string, unknown> = { _step: startStep + i, _timestamp: startTime + i * interval };
          let logged = false;
          for (const { name, values } of columns) {
            const value = values[i];
            if (value === undefined) continue;
            setOwn(row, name, value);
            logged = true;
          }
          if (logged) yield row;
        }
      },
    },
  };
}

function checkNumber(option: string, value: number, right: boolean, wanted: string): void {
  if (!right) throw new HistoryError(`series: \`${option}\` is ${String(value)}, but must be ${wanted}`);
}
