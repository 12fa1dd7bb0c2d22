import { ServerError } from "../errors/index.js";
import { parseJsonValue } from "../history/json-value.js";
import type { HistoryRow } from "../history/run-history.js";
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

/**
 * Some metrics of the rows. Each is asked for by itself, once with and once without the time, because the server leaves
 * out rows that lack any of the keys of one spec; then the rows are put together by their step.
 */
async function readKeys(
  session: Session,
  path: RunPath,
  keys: readonly string[],
  steps: Steps,
  options: CallOptions,
) {
  const { minStep, maxStep } = steps;
  // Here, unlike for whole rows, the server counts the last step in.
  const limits = { minStep, maxStep: maxStep - 1, samples: PAGE_STEPS };
  const specs = keys
    .flatMap((key) => [
      ["_step", key],
      [...ALWAYS, key],
    ])
    .map((some) => JSON.stringify({ keys: some, ...limits }));
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

function missingRun({ entity, project, run }: RunPath): never {
  throw new ServerError("NOT_FOUND", `The run ${entity}/${project}/${run} isn't on the server.`);
}

/**
 * Reads a run's rows in step order, page by page as they are used.
 *
 * @param end the run's last step; where it isn't known, the first page without rows is the end.
 */
export async function* readRows(
  session: Session,
  path: RunPath,
  end: number | undefined,
  { keys, minStep = 0, maxStep = Number.POSITIVE_INFINITY, ...callOptions }: RowOptions,
): AsyncGenerator<HistoryRow, void, undefined> {
  const metrics = keys && [...new Set(keys)].filter((key) => !ALWAYS.includes(key));
  const stop = Math.min(maxStep, end === undefined ? Number.MAX_SAFE_INTEGER : end + 1);
  let width = PAGE_STEPS;
  for (let from = minStep; from < stop; ) {
    const steps = { minStep: from, maxStep: Math.min(from + width, stop) };
    const rows =
      metrics && metrics.length > 0
        ? await readKeys(session, path, metrics, steps, callOptions)
        : await readWholeRows(session, path, steps, callOptions);
    if (rows.length === 0) {
      if (end === undefined) return;
      // Nothing can't have been thinned out, so stretches without rows are crossed in ever larger pages.
      from = steps.maxStep;
      width *= 2;
    } else if (width > PAGE_STEPS) {
      // There may be more rows than the server gave: only a small page is sure to be whole.
      width = Math.max(PAGE_STEPS, Math.floor(width / 2));
    } else {
      yield* rows;
      from = steps.maxStep;
    }
  }
}
