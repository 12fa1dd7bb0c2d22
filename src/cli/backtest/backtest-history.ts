import { findFiles } from "../../history/find-files.js";
import { history } from "../../history/history.js";
import type { RunHistory } from "../../history/run-history.js";
import { pathFrom } from "../../test-files/path-from.js";
import type { BacktestFlags } from "../backtest-command.js";
import type { CommandIo } from "../command-io.js";
import { openApi } from "../open-api.js";
import { usageError } from "../usage-error.js";

/** Where the runs of a backtest come from. Read anew each time it is read. */
export interface BacktestHistory {
  /** The files, for engines that read them themselves; absent for runs on a server. */
  readonly paths?: readonly string[];
  /** How many runs there are about; 0 where nobody knows yet. */
  readonly expectedRuns: number;
  /** @param expect is told before the first how many there are, where that wasn't known. */
  readonly runs: (expect?: (runs: number) => void) => AsyncIterable<RunHistory>;
}

/**
 * The history that the command line names.
 *
 * @throws AutomationsError `USAGE` unless there is just one source; HistoryError for files that aren't there
 */
export async function backtestHistory(io: CommandIo, flags: BacktestFlags): Promise<BacktestHistory> {
  const { project, maxRuns } = flags;
  if ((flags.history === undefined) === (project === undefined)) {
    throw usageError(
      flags.history === undefined
        ? "There is no history to test on."
        : "--history and --project can't be given together.",
      "Give --history with run files, or --project with entity/project.",
    );
  }
  if (project !== undefined) return await serverHistory(io, project, maxRuns);
  if (maxRuns !== undefined) throw usageError("--max-runs goes with --project only.");
  const paths = flags.history!.map((path) => pathFrom(io.cwd, path));
  const files = await findFiles(paths);
  return { paths, expectedRuns: files.length, runs: () => history(paths) };
}

async function serverHistory(
  io: CommandIo,
  project: string,
  maxRuns: number | undefined,
): Promise<BacktestHistory> {
  const api = await openApi(io);
  return {
    expectedRuns: maxRuns ?? 0,
    async *runs(expect) {
      let count = 0;
      for await (const { items, total } of api.runs(project, { order: "-created_at" }).pages()) {
        if (total !== undefined && count === 0) expect?.(Math.min(total, maxRuns ?? total));
        for (const run of items) {
          yield run;
          if (++count === maxRuns) return;
        }
      }
    },
  };
}
