import { basename } from "node:path";
import { HistoryError } from "../../errors/index.js";
import { type ByteSource, byteSource } from "../byte-source.js";
import type { FileRun } from "../file-run.js";
import { type RowStream, rowStream } from "../row-stream.js";
import type { HistoryWarning } from "../run-history.js";
import { WarningLog } from "../warning-log.js";
import { checkHeader, HEADER_BYTES } from "./file-header.js";
import { LogDecoder, WANDB_READING } from "./log-decoder.js";
import { HISTORY, RecordRows, STATS } from "./record-rows.js";
import { type BranchPoint, RunFacts } from "./run-facts.js";
import { takeRecords, unreadableValue } from "./take-records.js";

/** Settings of {@link readWandbFile}. */
export interface ReadWandbOptions {
  /**
   * What errors and warnings call the file, and where its run's id may be taken from; the path by default.
   */
  readonly name?: string;
}

/** A run as its `.wandb` file has it. */
export interface WandbRun extends FileRun {
  /** Rows in step order. Can be read again and again. */
  readonly rows: RowStream;
  /** System metrics, under the names the SDK gives them, with `_timestamp` and without `_step`. */
  readonly systemRows: RowStream;
  /** 0 finished, else failed; null without an exit record: the run goes on, or its process was killed. */
  readonly exitCode: number | null;
  /** First step of this file, for a run that was resumed on a server; else 0. */
  readonly startingStep: number;
  /** When the file was begun, in seconds since the epoch. */
  readonly startTime: number | undefined;
  /** Where the run was forked or rewound from. */
  readonly branchPoint: BranchPoint | undefined;
}

/**
 * Reads a `.wandb` file: what the Python SDK writes to `wandb/run-…/run-<id>.wandb` and
 * `wandb/offline-run-…/run-<id>.wandb`.
 *
 * What is known of the run (names, config, summary, state) is gathered in a first pass, which doesn't look
 * into rows; `rows` are decoded while they are read, so that files of any size fit into memory. Non-finite
 * numbers are numbers, integers beyond ±(2^53 − 1) are BigInt, nested keys are nested objects. The
 * same step twice is one row; a row whose step goes back is dropped with a warning. Damaged bytes are
 * skipped with a warning that has their offset.
 *
 * @param input path of the file, or its bytes
 * @throws HistoryError if the file can't be opened, isn't a `.wandb` file, or holds nothing that can be read
 *
 * @example
 * ```ts
 * import { readWandbFile } from "wandb-automations/history";
 *
 * const run = await readWandbFile("wandb/offline-run-20261121_101500-lkowe4hd/run-lkowe4hd.wandb");
 * console.log(run.run.displayName, run.run.state);
 * for await (const row of run.rows) console.log(row._step, row.loss);
 * for (const warning of run.warnings) console.warn(warning.offset, warning.message);
 * ```
 */
export async function readWandbFile(
  input: string | Uint8Array,
  options: ReadWandbOptions = {},
): Promise<WandbRun> {
  const source = byteSource(input, options.name);
  const log = new WarningLog(source.place.file);
  const facts = await gatherFacts(source, log.add);
  const run = facts.info(idFromName(source.place.file));
  log.nameRun(run.id);
  const { branchPoint } = facts;
  if (branchPoint !== undefined && branchPoint.run !== run.id) log.add(forked(branchPoint));
  return {
    file: source.place.file,
    run,
    rows: rowStream(source, WANDB_READING, () => new RecordRows(HISTORY, log.add)),
    systemRows: rowStream(source, WANDB_READING, () => new RecordRows(STATS, log.add)),
    warnings: log.list,
    exitCode: facts.exitCode,
    startingStep: facts.startingStep,
    startTime: facts.startTime,
    branchPoint,
  };
}

async function gatherFacts(source: ByteSource, report: (warning: HistoryWarning) => void): Promise<RunFacts> {
  const facts = new RunFacts();
  const decoder = new LogDecoder(
    takeRecords((reader, problem) => facts.read(reader, problem), report),
    report,
  );
  let size = 0;
  for await (const window of source.windowsAsync(WANDB_READING)) {
    if (size === 0) checkHeader(window.bytes, source.place, report);
    size = window.offset + window.bytes.length;
    decoder.decode(window);
    facts.settle((key, text) => report(unreadableValue(key, text, window.offset)));
  }
  if (size === 0) throw new HistoryError("the file is empty", { ...source.place, offset: 0 });
  decoder.end(size);
  checkWhole(facts, size, source, report);
  return facts;
}

function checkWhole(
  facts: RunFacts,
  size: number,
  source: ByteSource,
  report: (warning: HistoryWarning) => void,
): void {
  if (facts.records === 0 && size > HEADER_BYTES) {
    throw new HistoryError("there is nothing readable behind the header", {
      ...source.place,
      offset: HEADER_BYTES,
    });
  }
  if (!facts.hasRun) {
    const message = "the record that names the run is missing: only what other records tell is known of it";
    report({ code: "partial", offset: HEADER_BYTES, message });
  }
  if (facts.exitCode === null) {
    const message = "there is no exit record: the run is still going on, was killed, or the file was cut";
    report({ code: "no_exit", offset: size, message });
  }
}

function forked({ run, metric, value }: BranchPoint): HistoryWarning {
  const message = `forked from the run ${run} at ${metric} ${value}: that run's rows aren't in this file`;
  return { code: "partial", offset: HEADER_BYTES, message };
}

/** `run-lkowe4hd.wandb` → `lkowe4hd`. */
function idFromName(file: string | undefined): string {
  if (file === undefined) return "unknown";
  return basename(file)
    .replace(/\.wandb$/, "")
    .replace(/^run-(?=.)/, "");
}
