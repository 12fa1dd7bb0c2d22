import { basename } from "node:path";
import { HistoryError } from "../../errors/index.js";
import type { HistoryWarning } from "../run-history.js";
import type { ParquetFile } from "./parquet-file.js";
import { parquetPieces, type RowRange } from "./parquet-rows.js";

const RUN_KEYS = ["run", "_run", "run_id"];
/** `Run.download_history_exports` names files `<entity>_<project>_<run>_<i>.runhistory.parquet`. */
const PARTITION = /^(.*_)?([^_]+)_(\d+)\.runhistory\.parquet$/;

/** A file's name without what tells partitions of one run apart. */
export function partitionOf(file: string): { readonly group: string; readonly run: string } {
  const name = basename(file);
  const match = PARTITION.exec(name);
  if (match === null) return { group: file, run: name.replace(/(\.runhistory)?\.parquet$/i, "") };
  return { group: file.slice(0, file.length - name.length) + (match[1] ?? "") + match[2], run: match[2]! };
}

/** Files of the same run together, those with the lowest steps first. */
export async function groupPartitions(files: readonly ParquetFile[]): Promise<readonly ParquetFile[][]> {
  const groups = new Map<string, ParquetFile[]>();
  for (const file of files) {
    const { group } = partitionOf(file.path);
    const own = groups.get(group);
    if (own === undefined) groups.set(group, [file]);
    else own.push(file);
  }
  return await Promise.all(
    [...groups.values()].map((group) => (group.length === 1 ? group : byFirstStep(group))),
  );
}

async function byFirstStep(files: readonly ParquetFile[]): Promise<ParquetFile[]> {
  const begun = await Promise.all(files.map(async (file) => ({ file, step: await firstStep(file) })));
  return begun.sort((a, b) => (a.step === b.step ? 0 : a.step - b.step)).map(({ file }) => file);
}

/** A file whose steps can't be read comes last; what is wrong with it is reported when its rows are read. */
async function firstStep(file: ParquetFile): Promise<number> {
  if (!file.columns.includes("_step") || file.rowCount === 0) return 0;
  try {
    const steps = await file.read("_step", file.groups[0]!, 0, 1);
    return Number(steps[0]);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/**
 * The column that tells each row's run, if there is one.
 *
 * @throws HistoryError if a column is asked for that isn't there
 */
export function runColumn(file: ParquetFile, runKey: string | false | undefined): string | undefined {
  if (runKey === false) return undefined;
  if (runKey === undefined) {
    return PARTITION.test(basename(file.path))
      ? undefined
      : RUN_KEYS.find((key) => file.columns.includes(key));
  }
  if (file.columns.includes(runKey)) return runKey;
  throw new HistoryError(`there is no column ${JSON.stringify(runKey)}`, { file: file.path });
}

/** Which rows are which run's, in the order in which the runs first come. */
export async function indexParquetRuns(
  file: ParquetFile,
  column: string,
  report: (warning: HistoryWarning) => void,
): Promise<ReadonlyMap<string, readonly RowRange[]>> {
  const runs = new Map<string, { start: number; end: number }[]>();
  for await (const { start, data } of parquetPieces({ file }, [column], report)) {
    const ids = data[0]!;
    for (let i = 0; i < ids.length; i++) {
      const id = runId(ids.at(i));
      const ranges = runs.get(id) ?? [];
      if (ranges.length === 0) runs.set(id, ranges);
      const last = ranges.at(-1);
      if (last?.end === start + i) last.end += 1;
      else ranges.push({ start: start + i, end: start + i + 1 });
    }
  }
  const none = runs.get("");
  runs.delete("");
  for (const { start, end } of none ?? []) {
    report({
      code: "damaged",
      message: `rows ${start} to ${end - 1} don't tell their run; they were skipped`,
    });
  }
  return runs;
}

/** A row's run: text, or a whole number; an empty text for anything else. */
function runId(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "bigint" || Number.isSafeInteger(value) ? String(value) : "";
}
