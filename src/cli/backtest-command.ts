import { type Command, InvalidArgumentError, Option } from "commander";
import type { RunKey } from "../sql/history-source.js";
import { parseRunKey, RUN_KEY_FORMS } from "./backtest/parse-run-key.js";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";
import { parseCount } from "./parse-count.js";

/** What works the firings out. */
export type EngineName = "local" | "duckdb" | "spark";

/** The options of `backtest`. */
export interface BacktestFlags {
  readonly history?: readonly string[];
  readonly project?: string;
  readonly maxRuns?: number;
  readonly automation?: readonly string[];
  readonly maxFiringsPerDay?: number;
  readonly sweep?: readonly string[];
  readonly md?: string;
  readonly html?: string;
  readonly engine: EngineName;
  readonly runs?: readonly string[];
  readonly runKey?: RunKey;
  readonly emit?: string;
  readonly read?: string;
}

const ENGINES: readonly EngineName[] = ["local", "duckdb", "spark"];

/** `wandb-automations backtest`: how noisy automations would have been. */
export function backtestCommand(io: CommandIo): Command {
  return createCommand({
    name: "backtest",
    description:
      "Say how often automations would have fired on recorded runs: in files, which needs no key and no network, or " +
      "on the server.",
    examples: [
      "backtest --history 'wandb/*run-*'",
      "backtest automations.ts --history runs/*.wandb --max-firings-per-day 5",
      "backtest --project acme/vision --max-runs 200 --html report.html --md report.md",
      "backtest --engine duckdb --history 'exports/*.runhistory.parquet' --runs runs.jsonl",
      "backtest --engine spark --history 's3://exports/*.runhistory.parquet' --emit job",
      "backtest --engine spark --read backtest-result",
      "backtest --automation loss-spike --history runs --sweep threshold=2,3,4 window=5,10",
    ],
  })
    .argument(
      "[files...]",
      "files with automations, folders or glob patterns; those of the project by default",
    )
    .option("--history <paths...>", "run files, folders or glob patterns: .wandb, JSONL, JSON, CSV, Parquet")
    .option("--project <entity/project>", "the runs of this project on the server, latest first")
    .option("--max-runs <number>", "of --project, so many runs at most", parseCount)
    .option("--automation <name...>", "only the automations of these names")
    .option("--max-firings-per-day <number>", "fail if one fires more often on a day (UTC)", parseBudget)
    .option(
      "--sweep <setting=values...>",
      "try other settings of each automation, every combination: threshold=0.9,0.95 window=5,10",
    )
    .option("--md <file>", "write the report as Markdown")
    .option("--html <file>", "write the report as a web page, with pictures")
    .addOption(new Option("--engine <name>", "what works the firings out").choices(ENGINES).default("local"))
    .option(
      "--runs <files...>",
      "with duckdb or spark: a table of runs, for run filters: JSONL, CSV or Parquet",
    )
    .option(
      `--run-key <${RUN_KEY_FORMS}>`,
      "with duckdb or spark: what tells a row's run; else an export's name, or the column run",
      parseRunKey,
    )
    .option(
      "--emit <folder>",
      "with spark: write a job for a cluster; --history and --runs are as it names them",
    )
    .option("--read <folder>", "with spark: report what a job wrote")
    .action(
      io.action(async (files: readonly string[], flags: BacktestFlags) => {
        const { backtest } = await import("./backtest/backtest.js");
        return await backtest(io, files, flags);
      }),
    );
}

function parseBudget(text: string): number {
  const budget = Number(text);
  if (text.trim() !== "" && budget >= 0 && budget < Number.POSITIVE_INFINITY) return budget;
  throw new InvalidArgumentError("must be a number, 0 or more");
}
