import { basename, extname } from "node:path";
import { HistoryError } from "../../errors/index.js";
import { byteSource } from "../byte-source.js";
import type { FileRun } from "../file-run.js";
import { type RowStream, rowStream } from "../row-stream.js";
import type { RunInfo } from "../run-history.js";
import { WarningLog } from "../warning-log.js";
import { indexRuns } from "./index-runs.js";
import { JsonRows } from "./json-rows.js";
import type { LineRange } from "./json-splitter.js";
import { probeJson } from "./probe-json.js";

/** Small windows: the text and the rows of one stay in the processor's cache. */
const READING = { windowBytes: 2 ** 16 } as const;
const RUN_KEYS = ["run", "_run", "run_id"];

/** Settings of {@link readJsonFile}. */
export interface ReadJsonOptions {
  /** What errors and warnings call the file, and where the run's id is taken from; the path by default. */
  readonly name?: string;
  /**
   * What is known of the run, or of all runs in the file. Its `id` is the file's name without extension by
   * default.
   */
  readonly run?: Partial<RunInfo>;
  /**
   * The key that tells each row's run, for a file of several runs. By default `run`, `_run` or `run_id`, if
   * the first row has text there; false for a file of one run.
   */
  readonly runKey?: string | false;
}

/** A run in a file of JSON rows. */
export interface JsonRun extends FileRun {
  readonly rows: RowStream;
}

/**
 * Reads history rows from JSON: one object per line (JSON lines), or all in one array, as
 * `json.dumps(list(run.scan_history()))` writes them. Bare `NaN`, `Infinity` and `-Infinity` are numbers, the
 * strings `"NaN"`, `"Infinity"` and `"-Infinity"` stay strings (they count as values), integers beyond ±(2^53
 * − 1) are BigInt.
 *
 * Rows are parsed while they are read. The same step twice is one row; a row whose step goes back is dropped
 * with a warning; rows without `_step` are numbered. Text that is no row is skipped with a warning that has
 * its line.
 *
 * @param input path of the file, or its bytes
 * @returns the run, or the runs in the order in which they first come
 * @throws HistoryError if the file can't be opened or holds no row
 *
 * @example
 * ```ts
 * import { readJsonFile } from "wandb-automations/history";
 *
 * const [run] = await readJsonFile("history.jsonl", { run: { id: "lkowe4hd", displayName: "baseline" } });
 * for await (const row of run!.rows) console.log(row._step, row.loss);
 * ```
 */
export async function readJsonFile(
  input: string | Uint8Array,
  options: ReadJsonOptions = {},
): Promise<readonly JsonRun[]> {
  const source = byteSource(input, options.name);
  const { file } = source.place;
  const { make, firstRow } = await probeJson(source, READING);
  const { runKey = RUN_KEYS.find((key) => typeof firstRow?.[key] === "string") } = options;
  const toRun = (run: RunInfo, fileLog?: WarningLog, ranges?: readonly LineRange[]): JsonRun => {
    const log = new WarningLog(file);
    log.nameRun(run.id);
    const reading = ranges === undefined ? READING : { ...READING, ranges };
    const settings = { report: log.add, place: source.place, ...(ranges && { ranges }) };
    return {
      file,
      run,
      rows: rowStream(source, reading, () => new JsonRows(make, settings)),
      get warnings() {
        return fileLog === undefined ? log.list : [...fileLog.list, ...log.list];
      },
    };
  };
  if (runKey === undefined || runKey === false) {
    return [toRun({ id: file === undefined ? "unknown" : basename(file, extname(file)), ...options.run })];
  }
  const fileLog = new WarningLog(file);
  const runs = await indexRuns(source, READING, make, runKey, fileLog.add);
  if (runs.size === 0) {
    throw new HistoryError(`no row tells its run by ${JSON.stringify(runKey)}`, source.place);
  }
  // What belongs to no run is told once, with the first one.
  return [...runs].map(([id, ranges], i) =>
    toRun({ ...options.run, id }, i === 0 ? fileLog : undefined, ranges),
  );
}
