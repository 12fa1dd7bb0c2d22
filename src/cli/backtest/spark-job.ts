import { emitSparkJob } from "../../sql/spark/emit-spark-job.js";
import { pathFrom } from "../../test-files/path-from.js";
import type { CompiledAutomation } from "../../wire/compiled-automation.js";
import type { BacktestFlags } from "../backtest-command.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import { usageError } from "../usage-error.js";
import { shellWord } from "./shell-word.js";
import { sqlSource } from "./sql-source.js";

/** Writes a job for a cluster: paths of its data are as the cluster names them. */
export async function emitJob(
  io: CommandIo,
  automations: readonly CompiledAutomation[],
  { history, runs, runKey, emit = "" }: BacktestFlags,
): Promise<CommandResult> {
  if (history === undefined) {
    throw usageError("There is no history to test on.", "Give --history as the cluster names its files.");
  }
  await emitSparkJob(automations, {
    source: sqlSource(history, runs, runKey),
    folder: pathFrom(io.cwd, emit),
  });
  io.out(`Wrote job.py, backtest.sql and README.md into ${emit}.\n`);
  const [sql, job] = ["backtest.sql", "job.py"].map((name) => shellWord(`${emit}/${name}`));
  io.out(`Run it with: spark-submit --files ${sql} ${job}\n`);
  return { document: { folder: emit, files: ["job.py", "backtest.sql", "README.md"] } };
}
