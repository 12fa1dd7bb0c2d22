import { printable } from "../../evaluate/picture/printable.js";
import type { FiringRates } from "../../evaluate/rates/firing-rates.js";
import { firingRates } from "../../evaluate/rates/firing-rates.js";
import { budgetText, rateCells, spanText } from "../../evaluate/rates/rates-table.js";
import { automationName, isoTime, runName } from "../../evaluate/verdict/words.js";
import { pathFrom } from "../../test-files/path-from.js";
import type { BacktestFlags, EngineName } from "../backtest-command.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import { formatTable } from "../text/format-table.js";
import { wrapText } from "../text/wrap-text.js";
import { usageError } from "../usage-error.js";
import type { BacktestEngine } from "./backtest-engine.js";
import { backtestHistory } from "./backtest-history.js";
import { type BacktestAutomations, loadForBacktest } from "./load-for-backtest.js";
import { artifactsLeftOut, printOddities } from "./print-oddities.js";
import { sweepAutomations } from "./sweep-automations.js";
import { writeReport } from "./write-report.js";

const MAX_HITS = 10;

/** What `wandb-automations backtest` does. */
export async function backtest(
  io: CommandIo,
  files: readonly string[],
  flags: BacktestFlags,
): Promise<CommandResult> {
  checkEngine(flags);
  if (flags.read !== undefined) {
    const { readSparkResultWithSpan } = await import("../../sql/spark/read-spark-result.js");
    return await report(io, flags, await readSparkResultWithSpan(pathFrom(io.cwd, flags.read)), []);
  }
  const loaded = await loadForBacktest(io, files, flags.automation ?? []);
  if (flags.emit !== undefined)
    return await (await import("./spark-job.js")).emitJob(io, loaded.automations, flags);
  const history = await backtestHistory(io, flags);
  if (flags.sweep !== undefined) return await sweepAutomations(io, loaded, history, flags);
  const engine = await loadEngine(flags.engine);
  const { automations } = loaded;
  const withSeries = flags.html !== undefined;
  const runsTable = flags.runs?.map((file) => pathFrom(io.cwd, file));
  const { runKey } = flags;
  const found = await engine(io, { automations, history, withSeries, runsTable, runKey });
  return await report(io, flags, found, loaded.skipped);
}

async function report(
  io: CommandIo,
  flags: BacktestFlags,
  { verdict, span }: Awaited<ReturnType<BacktestEngine>>,
  skipped: BacktestAutomations["skipped"],
): Promise<CommandResult> {
  const rates = firingRates(verdict, span, { maxFiringsPerDay: flags.maxFiringsPerDay });
  await writeReport(io, flags, rates);
  printRates(io, rates, skipped);
  return {
    exitCode: rates.exceeded ? 1 : 0,
    document: { ...rates.toJSON(), skipped: skipped.map(({ name }) => name) },
  };
}

/** @throws AutomationsError `USAGE` for options that the engine doesn't have */
function checkEngine({ engine, emit, read, runs, runKey, sweep, history, project }: BacktestFlags): void {
  if (engine === "spark") {
    if ((emit === undefined) === (read === undefined)) {
      throw usageError(
        "--engine spark needs --emit or --read.",
        "--emit writes a job, --read reports its result.",
      );
    }
    if (read !== undefined && (history ?? project ?? runs ?? runKey) !== undefined) {
      throw usageError(
        "--read reports what is in a result: it takes no --history, --project, --runs or --run-key.",
      );
    }
    if (project !== undefined) throw usageError("--engine spark reads files: give --history, not --project.");
  } else if (emit !== undefined || read !== undefined) {
    throw usageError("--emit and --read go with --engine spark only.");
  }
  if (engine === "local" && (runs ?? runKey) !== undefined)
    throw usageError("--runs and --run-key go with --engine duckdb or spark.");
  if (engine !== "local" && sweep !== undefined) throw usageError("--sweep needs the engine local.");
}

async function loadEngine(name: EngineName): Promise<BacktestEngine> {
  switch (name) {
    case "local":
      return (await import("./local-engine.js")).localEngine;
    case "duckdb":
      return (await import("./duckdb-engine.js")).duckdbEngine;
    case "spark":
      throw usageError("--engine spark needs --emit or --read.");
  }
}

function printRates(io: CommandIo, rates: FiringRates, skipped: BacktestAutomations["skipped"]): void {
  const { paint, columns } = io;
  const { head, cells } = rateCells(rates);
  const rows = cells.map((row, i) => {
    const shown = row.map(printable);
    return rates.rates[i]!.exceeded ? shown.map((cell) => paint.red(cell)) : shown;
  });
  io.out(`${wrapText(spanText(rates), columns)}\n\n`);
  io.out(formatTable([head.map((cell) => paint.bold(cell)), ...rows], columns));
  for (const { automation, hits } of rates.rates) {
    if (hits.length === 0) continue;
    const lines = hits.slice(0, MAX_HITS).map(({ run, firings, step, timestamp }) => {
      const times = firings === 1 ? "once" : `${firings} times`;
      const at = [
        step === undefined ? [] : `at step ${step}`,
        timestamp === undefined ? [] : isoTime(timestamp),
      ];
      const first = at.flat().join(", ");
      return `${printable(runName(run))}: ${times}${first === "" ? "" : `, first ${first}`}`;
    });
    const more = hits.length > MAX_HITS ? [paint.dim(`… and ${hits.length - MAX_HITS} more runs`)] : [];
    io.out(`\n${wrapText(printable(automationName(automation)), columns)}\n`);
    for (const line of [...lines, ...more]) io.out(`  ${wrapText(line, columns - 2, "    ")}\n`);
  }
  printOddities(io, rates.verdict.warnings, artifactsLeftOut(skipped));
  const budget = budgetText(rates);
  if (budget !== undefined) {
    io.out(`\n${wrapText(rates.exceeded ? paint.red(budget) : paint.green(budget), columns)}\n`);
  }
}
