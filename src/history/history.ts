import { type HistoryError, hasErrorCode } from "../errors/index.js";
import { readCsvFile } from "./csv/read-csv-file.js";
import { findFiles, type HistoryFile, type HistoryFormat } from "./find-files.js";
import { readJsonFile } from "./json/read-json-file.js";
import { partitionOf } from "./parquet/parquet-runs.js";
import { type ReadParquetOptions, readParquetFiles } from "./parquet/read-parquet-files.js";
import type { RunHistory } from "./run-history.js";
import { joinRuns } from "./wandb/join-runs.js";
import { peekRun } from "./wandb/peek-run.js";
import { readWandbFile, type WandbRun } from "./wandb/read-wandb-file.js";

/** Settings of {@link history}. */
export interface HistoryOptions extends ReadParquetOptions {
  /** Reads every file in this format, whatever its extension says. */
  readonly format?: HistoryFormat;
  /** Called with a file that can't be read, which is then skipped. Without it, the error is thrown. */
  readonly onError?: (error: HistoryError) => void;
}

/**
 * Runs from files: `.wandb` files of the Python SDK, rows in JSON lines (`.jsonl`, `.ndjson`), a JSON array,
 * CSV, or Parquet, such as W&B's exports of complete histories.
 *
 * Nothing is read before the iteration begins, and rows only while they are asked for. The files of a run
 * that was resumed are one run. The order is that of the arguments, and of the paths within a pattern.
 *
 * @param paths files, directories (such as `wandb/`, or one run's folder in it) and glob patterns
 * @throws HistoryError, while iterating, if nothing is found or a file can't be read
 *
 * @example
 * ```ts
 * import { history } from "wandb-automations/history";
 *
 * for await (const { run, rows } of history("wandb/*run-*")) {
 *   for await (const row of rows) console.log(run.displayName, row._step, row.loss);
 * }
 * ```
 */
export function history(
  paths: string | readonly string[],
  options: HistoryOptions = {},
): AsyncIterable<RunHistory> {
  return {
    async *[Symbol.asyncIterator]() {
      const files = await findFiles([paths].flat(), options.format);
      for (const group of await groupFiles(files)) yield* readGroup(group, options);
    },
  };
}

/** Files of one run together, in the place of the first. */
async function groupFiles(files: readonly HistoryFile[]): Promise<HistoryFile[][]> {
  if (files.length < 2) return [[...files]];
  const groups = new Map<string, HistoryFile[]>();
  for (const file of files) {
    const key = await groupOf(file);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return [...groups.values()];
}

async function groupOf({ path, format }: HistoryFile): Promise<string> {
  if (format === "wandb") return await peekRun(path);
  return `${format}\0${format === "parquet" ? partitionOf(path).group : path}`;
}

async function* readGroup(
  group: readonly HistoryFile[],
  options: HistoryOptions,
): AsyncGenerator<RunHistory> {
  const { format } = group[0]!;
  const paths = group.map(({ path }) => path);
  if (format === "parquet") {
    yield* await orSkip(() => readParquetFiles(paths, options), options);
  } else if (format === "wandb") {
    const parts: WandbRun[] = [];
    for (const path of paths) parts.push(...(await orSkip(async () => [await readWandbFile(path)], options)));
    if (parts.length > 0) yield joinRuns(parts);
  } else {
    const read = format === "csv" ? readCsvFile : readJsonFile;
    for (const path of paths) yield* await orSkip(() => read(path, options), options);
  }
}

/** What is read, or nothing if it can't be and the caller wants to go on. */
async function orSkip<T>(
  read: () => Promise<readonly T[]>,
  { onError }: HistoryOptions,
): Promise<readonly T[]> {
  try {
    return await read();
  } catch (error) {
    if (onError === undefined || !hasErrorCode(error, "HISTORY")) throw error;
    onError(error as unknown as HistoryError);
    return [];
  }
}
