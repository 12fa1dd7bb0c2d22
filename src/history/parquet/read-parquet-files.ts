import { HistoryError } from "../../errors/index.js";
import type { ColumnarRun } from "../columns.js";
import type { FileRun } from "../file-run.js";
import { type AsyncRowStream, ROW_LISTS } from "../row-stream.js";
import type { HistoryRow, RunInfo } from "../run-history.js";
import { WarningLog } from "../warning-log.js";
import { outerNames, parquetColumns } from "./parquet-columns.js";
import { openParquetFile } from "./parquet-file.js";
import { type ParquetPart, parquetRowLists, parquetRows } from "./parquet-rows.js";
import { groupPartitions, indexParquetRuns, partitionOf, runColumn } from "./parquet-runs.js";

/** Settings of {@link readParquetFiles}. */
export interface ReadParquetOptions {
  /**
   * What is known of the run, or of all runs in the files. Its `id` is taken from the file's name by default.
   */
  readonly run?: Partial<RunInfo>;
  /**
   * The column that tells each row's run, for a file of several runs: by default `run`, `_run` or `run_id`,
   * if there is one and the file isn't a partition by its name; false for files of one run each.
   */
  readonly runKey?: string | false;
  /** The metrics to read, besides `_step` and `_timestamp`; all columns by default. */
  readonly columns?: readonly string[];
}

/** A run in Parquet files: its rows, some metrics of them, or columns without rows between. */
export interface ParquetRun extends FileRun {
  readonly rowsOf: (metrics: readonly string[]) => AsyncIterable<HistoryRow>;
  readonly readColumns: ColumnarRun["readColumns"];
}

/**
 * Reads history rows from Parquet files: the exports of W&B (`Run.download_history_exports`), whose
 * partitions `<entity>_<project>_<run>_<i>.runhistory.parquet` become one run in the order of their steps, or
 * tables of any other origin with a column per metric.
 *
 * Rows are read row group by row group, large ones piece by piece, and only the columns asked for are decoded: a dry
 * run asks for the metrics that its automations watch. Nulls aren't in the rows, 64-bit integers are numbers where
 * these are exact and BigInt where not, decimals the nearest numbers, times of day texts; lists and structs stay what
 * they are. The same step twice is one row; a row whose step goes back is dropped with a warning. Parquet has no
 * checksums that must be there: a row group that can't be decoded is skipped with a warning, but changed bytes may go
 * unnoticed.
 *
 * @param paths one file or several
 * @returns the runs, in the order of the files
 * @throws HistoryError if a file can't be opened, is no Parquet file, or no row of it tells its run;
 *   MissingDependencyError if hyparquet, or hyparquet-compressors for codecs other than Snappy, isn't installed
 *
 * @example
 * ```ts
 * import { readParquetFiles } from "wandb-automations/history";
 *
 * const paths = ["acme_digits_lkowe4hd_0.runhistory.parquet", "acme_digits_lkowe4hd_1.runhistory.parquet"];
 * const [run] = await readParquetFiles(paths, { columns: ["val/accuracy"] });
 * for await (const row of run!.rows) console.log(row._step, row["val/accuracy"]);
 * ```
 */
export async function readParquetFiles(
  paths: string | readonly string[],
  options: ReadParquetOptions = {},
): Promise<readonly ParquetRun[]> {
  const files = [];
  for (const path of [paths].flat()) files.push(await openParquetFile(path));
  const runs: ParquetRun[] = [];
  for (const group of await groupPartitions(files)) {
    const first = group[0]!;
    const column = runColumn(first, options.runKey);
    if (column === undefined) {
      const info = { id: partitionOf(first.path).run, ...options.run };
      runs.push(
        toRun(
          info,
          group.map((file) => ({ file })),
          options.columns,
        ),
      );
      continue;
    }
    for (const file of group) {
      const log = new WarningLog(file.path);
      const found = await indexParquetRuns(file, column, log.add);
      if (found.size === 0 && file.rowCount > 0) {
        throw new HistoryError(`no row tells its run by ${JSON.stringify(column)}`, { file: file.path });
      }
      // What belongs to no run is told once, with the first one.
      for (const [i, [id, ranges]] of [...found].entries()) {
        runs.push(
          toRun({ ...options.run, id }, [{ file, ranges }], options.columns, i === 0 ? log : undefined),
        );
      }
    }
  }
  return runs;
}

function toRun(
  run: RunInfo,
  parts: readonly ParquetPart[],
  columns: readonly string[] | undefined,
  fileLog?: WarningLog,
): ParquetRun {
  const log = new WarningLog();
  log.nameRun(run.id);
  const allowed = columnFilter(columns);
  const rowsWith = (wanted: (column: string) => boolean): AsyncRowStream => ({
    [Symbol.asyncIterator]: () => parquetRows(parts, wanted, log.add),
    [ROW_LISTS]: () => parquetRowLists(parts, wanted, log.add),
  });
  return {
    file: parts[0]!.file.path,
    run,
    rows: rowsWith(allowed),
    rowsOf(metrics) {
      const wanted = columnFilter(metrics);
      return rowsWith((column) => allowed(column) && wanted(column));
    },
    readColumns: (metrics) => parquetColumns(parts, metrics, log.add),
    get warnings() {
      return fileLog === undefined ? log.list : [...fileLog.list, ...log.list];
    },
  };
}

/** `val.loss` may be a column or inside the column `val`. */
function columnFilter(metrics: readonly string[] | undefined): (column: string) => boolean {
  if (metrics === undefined) return () => true;
  const names = new Set(["_step", "_timestamp", ...metrics.flatMap(outerNames)]);
  return (column) => names.has(column);
}
