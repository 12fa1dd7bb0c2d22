import { ServerError } from "../errors/index.js";
import { parseJsonValue } from "../history/json-value.js";
import type { HistoryRow, RunHistory } from "../history/run-history.js";
import type { CallOptions } from "../transport/call.js";
import { type RunPath, runKeys, runRows } from "../wire/documents.js";
import { isJsonObject } from "../wire/json.js";
import type { Session } from "./session.js";

/** Which rows of a run are read. */
export interface RowOptions extends CallOptions {
  /** Only these metrics (and `_step`, `_timestamp`): much less is transferred. Default: everything that was logged. */
  readonly keys?: readonly string[] | undefined;
  /** First step that is read. Default: 0. */
  readonly minStep?: number | undefined;
  /** Step before which reading ends. Default: the end of the run. */
  readonly maxStep?: number | undefined;
}

/** Steps per request. As many rows are asked for, so that the server doesn't thin them out. */
const PAGE_STEPS = 1000;
/** Steps of a first request for rows of which perhaps only the first is looked at. */
const FIRST_STEPS = 20;
/** What comes with every metric, and isn't one to ask for. */
const ALWAYS = ["_step", "_timestamp"];

interface Steps {
  readonly minStep: number;
  readonly maxStep: number;
}

async function readWholeRows(session: Session, path: RunPath, steps: Steps, options: CallOptions) {
  const variables = { ...path, ...steps, samples: PAGE_STEPS };
  const { project } = await session.run(runRows(), variables, session.startCall(options));
  return (project?.run ?? missingRun(path)).history.flatMap((text): HistoryRow[] => {
    try {
      const row = parseJsonValue(text);
      if (isJsonObject(row)) return [row];
    } catch {
      // Told below, like a row that isn't an object.
    }
    session.warn(`A row of the run ${path.run} isn't a JSON object; it is left out.`);
    return [];
  });
}

/** Lists of keys: the server gives the rows that have all of a list. */
type KeyLists = readonly (readonly string[])[];

const metricsOf = (keys: readonly string[]) => [...new Set(keys)].filter((key) => !ALWAYS.includes(key));

/** The rows that have any of the metrics, with their times, which rows may lack. */
function rowsWithAny(metrics: readonly string[]): KeyLists {
  return metrics.flatMap((key) => [
    ["_step", key],
    [...ALWAYS, key],
  ]);
}

/** Every row, with as much of the metrics as it has. */
const allRowsWith = (metrics: readonly string[]): KeyLists => [
  ["_step"],
  ALWAYS,
  ...metrics.map((key) => ["_step", key]),
];

/** Some keys of the rows: those of each list, put together by their step. */
async function readKeys(session: Session, path: RunPath, keys: KeyLists, steps: Steps, options: CallOptions) {
  const { minStep, maxStep } = steps;
  // Here, unlike for whole rows, the server counts the last step in.
  const limits = { minStep, maxStep: maxStep - 1, samples: PAGE_STEPS };
  const specs = keys.map((some) => JSON.stringify({ keys: some, ...limits }));
  const exactly = { ...runKeys(), parse: parseJsonValue };
  const { project } = await session.run(exactly, { ...path, specs }, session.startCall(options));
  const rows = new Map<number, Record<string, unknown>>();
  for (const some of (project?.run ?? missingRun(path)).sampledHistory) {
    for (const row of Array.isArray(some) ? some : []) {
      if (!isJsonObject(row) || typeof row._step !== "number") continue;
      rows.set(row._step, { ...rows.get(row._step), ...row });
    }
  }
  return [...rows.values()].sort((a, b) => (a._step as number) - (b._step as number));
}

/** @throws ServerError `NOT_FOUND`, always. */
export function missingRun({ entity, project, run }: RunPath): never {
  throw new ServerError("NOT_FOUND", `The run ${entity}/${project}/${run} isn't on the server.`, {
    hint: "The last part of a run's path is its id (lkowe4hd), not its name (misty-dawn-12).",
  });
}

/** What is read of a run. */
export interface RowSource {
  readonly session: Session;
  readonly path: RunPath;
  /** The run's last step; where it isn't known, the first page without rows is the end. */
  readonly end: number | undefined;
  readonly options: RowOptions;
}

/** Reads a run's rows in step order, page by page as they are used. */
export async function* readRows(
  { session, path, end, options }: RowSource,
  lists?: KeyLists,
  firstSteps = PAGE_STEPS,
): AsyncGenerator<HistoryRow, void, undefined> {
  const { keys, minStep = 0, maxStep = Number.POSITIVE_INFINITY, ...callOptions } = options;
  const wanted = lists ?? (keys && rowsWithAny(metricsOf(keys)));
  const stop = Math.min(maxStep, end === undefined ? Number.MAX_SAFE_INTEGER : end + 1);
  let width = firstSteps;
  for (let from = minStep; from < stop; ) {
    const steps = { minStep: from, maxStep: Math.min(from + width, stop) };
    const rows = wanted?.length
      ? await readKeys(session, path, wanted, steps, callOptions)
      : await readWholeRows(session, path, steps, callOptions);
    if (rows.length === 0) {
      if (end === undefined) return;
      // Nothing can't have been thinned out, so stretches without rows are crossed in ever larger pages.
      from = steps.maxStep;
      width = Math.max(PAGE_STEPS, width * 2);
    } else if (width > PAGE_STEPS) {
      // There may be more rows than the server gave: only a small page is sure to be whole.
      width = Math.max(PAGE_STEPS, Math.floor(width / 2));
    } else {
      yield* rows;
      from = steps.maxStep;
      width = PAGE_STEPS;
    }
  }
}

/**
 * The rows of a run as dry runs take them. Unless keys were named, there are all rows with some metrics in `rowsOf`; then
 * whole rows are read from few on, because as a rule the first is all that is wanted.
 */
export function rowReaders(source: RowSource): Pick<RunHistory, "rows" | "rowsOf"> {
  const reading = (lists?: KeyLists, firstSteps?: number) => ({
    [Symbol.asyncIterator]: () => readRows(source, lists, firstSteps),
  });
  if (source.options.keys !== undefined) return { rows: reading() };
  return {
    // Where the end isn't known, so small a page may be empty and be taken for it.
    rows: reading(undefined, source.end === undefined ? PAGE_STEPS : FIRST_STEPS),
    rowsOf: (metrics) => reading(allRowsWith(metricsOf(metrics))),
  };
}
