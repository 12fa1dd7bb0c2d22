import { mergeSteps, type ReportDropped } from "../merge-steps.js";
import type { RowStream } from "../row-stream.js";
import type { HistoryRow, RunInfo } from "../run-history.js";
import { WarningLog } from "../warning-log.js";
import type { WandbRun } from "./read-wandb-file.js";

/**
 * Joins the files of one run that was resumed, in the order in which they were begun. A file that was rewound
 * to a step ends the files before it there. Steps follow the same rule across files as within one: the same
 * step is one row, a row whose step goes back is dropped with a warning.
 *
 * @param parts one file's run each, at least one
 */
export function joinRuns(parts: readonly WandbRun[]): WandbRun {
  const ordered = [...parts].sort(byBeginning);
  const first = ordered[0]!;
  const last = ordered.at(-1)!;
  if (first === last) return first;
  const log = new WarningLog();
  log.nameRun(last.run.id);
  return {
    file: first.file,
    run: ordered.map((part) => part.run).reduce(laterInfo),
    rows: joinRows(ordered, log.add),
    systemRows: joinStreams(ordered.map((part) => part.systemRows)),
    get warnings() {
      // A file without an exit record is no news once the run was resumed.
      const earlier = ordered
        .slice(0, -1)
        .flatMap((part) => part.warnings.filter(({ code }) => code !== "no_exit"));
      return [...earlier, ...last.warnings, ...log.list];
    },
    exitCode: last.exitCode,
    startingStep: first.startingStep,
    startTime: first.startTime,
    branchPoint: first.branchPoint,
  };
}

function byBeginning(a: WandbRun, b: WandbRun): number {
  const times = (a.startTime ?? 0) - (b.startTime ?? 0);
  return (
    (a.startTime === undefined || b.startTime === undefined ? 0 : times) || a.startingStep - b.startingStep
  );
}

/** What a resumed file doesn't say stays as it was: offline, it repeats neither names nor config. */
function laterInfo(earlier: RunInfo, later: RunInfo): RunInfo {
  return {
    ...earlier,
    ...later,
    tags: later.tags?.length ? later.tags : (earlier.tags ?? []),
    config: { ...earlier.config, ...later.config },
    summary: { ...earlier.summary, ...later.summary },
  };
}

function joinRows(parts: readonly WandbRun[], report: ReportDropped): RowStream {
  const limits = parts.map((_, i) => lastStepKept(parts.slice(i + 1)));
  /** One pass over all files: knows in which one it is. */
  const pass = () => {
    const at: { file?: string } = {};
    const dropped: ReportDropped = (warning, row) => report({ ...warning, ...at }, row);
    return { at, dropped };
  };
  return {
    [Symbol.iterator]() {
      const { at, dropped } = pass();
      function* rows() {
        for (const [i, part] of parts.entries()) {
          if (part.file !== undefined) at.file = part.file;
          for (const row of part.rows) if (isKept(row, limits[i]!)) yield row;
        }
      }
      return mergeSteps(rows(), dropped);
    },
    [Symbol.asyncIterator]() {
      const { at, dropped } = pass();
      async function* rows() {
        for (const [i, part] of parts.entries()) {
          if (part.file !== undefined) at.file = part.file;
          for await (const row of part.rows) if (isKept(row, limits[i]!)) yield row;
        }
      }
      return mergeSteps(rows(), dropped);
    },
  };
}

/** The lowest step that one of the files behind was rewound to. */
function lastStepKept(later: readonly WandbRun[]): number {
  const points = later.flatMap(({ run, branchPoint }) =>
    branchPoint?.run === run.id && branchPoint.metric === "_step" ? [branchPoint.value] : [],
  );
  return Math.min(Number.POSITIVE_INFINITY, ...points);
}

function isKept(row: HistoryRow, limit: number): boolean {
  return !(typeof row._step === "number" && row._step > limit);
}

function joinStreams(streams: readonly RowStream[]): RowStream {
  return {
    *[Symbol.iterator]() {
      for (const stream of streams) yield* stream;
    },
    async *[Symbol.asyncIterator]() {
      for (const stream of streams) yield* stream;
    },
  };
}
