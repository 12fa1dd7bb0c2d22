import { basename, extname } from "node:path";
import { type ByteSource, byteSource } from "../byte-source.js";
import type { FileRun } from "../file-run.js";
import type { HistoryRow, HistoryWarning, RunInfo } from "../run-history.js";
import { WarningLog } from "../warning-log.js";
import { csvRecords } from "./csv-records.js";
import { CsvRows } from "./csv-rows.js";
import { type CsvRun, surveyCsv, wrongWidth } from "./survey-csv.js";

/** Settings of {@link readCsvFile}. */
export interface ReadCsvOptions {
  /** What errors and warnings call the file, and where the run's id is taken from; the path by default. */
  readonly name?: string;
  /**
   * What is known of the run, or of all runs in the file. Its `id` is the file's name without extension by
   * default.
   */
  readonly run?: Partial<RunInfo>;
  /**
   * The column that tells each row's run, for a file of several runs: by default `run`, `_run` or `run_id`,
   * if there is one; false for a file of one run.
   */
  readonly runKey?: string | false;
}

/**
 * Reads history rows from CSV, in either of two layouts: a table as pandas writes it (`_step`, `_timestamp`,
 * one column per metric, and perhaps one that tells the run), or the export of a line plot in W&B's UI
 * (`Step`, `<run> - <metric>`, …; the columns `__MIN` and `__MAX` are left out). A chart holds a sample of
 * what was logged: each of its runs has a warning that says so.
 *
 * An empty cell means that nothing was logged, `NaN` that NaN was. Rows are parsed while they are read; a
 * chart's runs are columns of the same lines, so each of them reads the file again.
 *
 * @param input path of the file, or its bytes
 * @returns the run, or the runs in the order in which they first come
 * @throws HistoryError if the file can't be opened or has no rows; MissingDependencyError if csv-parse isn't
 *   installed
 *
 * @example
 * ```ts
 * import { readCsvFile } from "wandb-automations/history";
 *
 * for (const { run, rows } of await readCsvFile("wandb_export_2026-11-21.csv")) {
 *   for await (const row of rows) console.log(run.displayName, row._step, row.loss);
 * }
 * ```
 */
export async function readCsvFile(
  input: string | Uint8Array,
  options: ReadCsvOptions = {},
): Promise<readonly FileRun[]> {
  const source = byteSource(input, options.name);
  const { file } = source.place;
  const fileLog = new WarningLog(file);
  const { chart, width, runs } = await surveyCsv(source, options.runKey, fileLog.add);
  const id = file === undefined ? "unknown" : basename(file, extname(file));
  return runs.map((found, i) => {
    const run: RunInfo = { id, ...options.run, ...found.info };
    const log = new WarningLog(file);
    log.nameRun(run.id);
    if (chart) log.add(SAMPLED);
    return {
      file,
      run,
      rows: { [Symbol.asyncIterator]: () => readRows(source, found, width, log.add) },
      get warnings() {
        // What belongs to no run is told once, with the first one.
        return i === 0 ? [...fileLog.list, ...log.list] : log.list;
      },
    };
  });
}

const SAMPLED: HistoryWarning = {
  code: "sampled",
  message: "a chart's export holds a sample of what was logged: windows and steps differ from the run's own",
};

async function* readRows(
  source: ByteSource,
  { columns, ranges }: CsvRun,
  width: number,
  report: (warning: HistoryWarning) => void,
): AsyncGenerator<HistoryRow> {
  const rows = new CsvRows(columns, report);
  // What can't be parsed in a file of several runs was reported when the runs were looked for.
  const records = csvRecords(source, ranges === undefined ? report : () => undefined, ranges);
  if (ranges === undefined) await records.next();
  for await (const record of records) {
    if (record.cells.length !== width) {
      report(wrongWidth(record, width));
      continue;
    }
    const row = rows.push(record);
    if (row !== undefined) yield row;
  }
  const last = rows.end();
  if (last !== undefined) yield last;
}
