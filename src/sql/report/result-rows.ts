/** A firing as queries give it. */
export interface FiringRow {
  readonly automation: number;
  readonly run: string;
  readonly step: number | undefined;
  /** Seconds since the epoch. */
  readonly time: number | undefined;
  /** How often the condition held in the run. */
  readonly satisfied: number;
  /** What the condition looked at, the latest last. */
  readonly values: readonly number[];
  readonly state: string | undefined;
}

/** A window near which a condition came to holding, or did, as queries give it. */
export interface MissRow {
  readonly automation: number;
  readonly run: string;
  readonly step: number | undefined;
  /** Seconds since the epoch. */
  readonly time: number | undefined;
  /** How often the run has the window. */
  readonly times: number;
  /** What the condition looked at, the latest last; empty where a NaN was compared. */
  readonly values: readonly number[];
}

/** A run as queries give it. */
export interface RunRow {
  readonly run: string;
  readonly id: string;
  readonly entity: string | undefined;
  readonly project: string | undefined;
  readonly displayName: string | undefined;
  /** The earliest time of a row, in seconds since the epoch. */
  readonly firstTime: number | undefined;
  /** The state that it ended in, if automations look at states and it is known. */
  readonly state: string | undefined;
  /** By metric: how many values were logged. */
  readonly logged: readonly number[];
  /** By automation: whether it looks at the run. */
  admits(automation: number): boolean;
  /** The fields that run filters look at, in the order in which they come in the query: JSON texts. */
  readonly fields: readonly (string | undefined)[];
}

type Row = Readonly<Record<string, unknown>>;

const optional = <T>(value: unknown, convert: (value: unknown) => T): T | undefined =>
  value === null || value === undefined ? undefined : convert(value);

export function firingRow(row: Row): FiringRow {
  return {
    automation: Number(row.automation),
    run: String(row.run),
    step: optional(row.step, Number),
    time: optional(row.time, Number),
    satisfied: Number(row.satisfied),
    values: (row.window_values as readonly unknown[]).map(Number),
    state: optional(row.state, String),
  };
}

export function missRow(row: Row): MissRow {
  return {
    automation: Number(row.automation),
    run: String(row.run),
    step: optional(row.step, Number),
    time: optional(row.time, Number),
    times: Number(row.times),
    values: (row.window_values as readonly unknown[]).map(Number),
  };
}

/** @param fields how many fields run filters look at: nulls may be left out of a row */
export function runRow(row: Row, fields: number): RunRow {
  const logged: number[] = [];
  for (let k = 0; `logged_${k}` in row; k++) logged.push(Number(row[`logged_${k}`]));
  return {
    run: String(row.run),
    id: String(row.run_id),
    entity: optional(row.entity, String),
    project: optional(row.project, String),
    displayName: optional(row.display_name, String),
    firstTime: optional(row.first_time, Number),
    state: optional(row.last_state, String),
    logged,
    admits: (automation) => row[`admits_${automation}`] !== false,
    fields: Array.from({ length: fields }, (_, i) => optional(row[`field_${i}`], String)),
  };
}
