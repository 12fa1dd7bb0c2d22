import { issuesText, isValidationError } from "../../errors/index.js";
import { sweepEach } from "../../evaluate/sweep/sweep-each.js";
import { type SweepGrid, sweepAxes } from "../../evaluate/sweep/sweep-grid.js";
import { sweepsToHtml } from "../../evaluate/sweep/sweep-html.js";
import type { Sweep } from "../../evaluate/sweep/sweep-result.js";
import type { RunHistory } from "../../history/run-history.js";
import type { CompiledAutomation } from "../../wire/compiled-automation.js";
import { parseEventFilter } from "../../wire/event-filter.js";
import type { BacktestFlags } from "../backtest-command.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import { showProgress } from "../text/progress.js";
import { wrapText } from "../text/wrap-text.js";
import type { BacktestHistory } from "./backtest-history.js";
import type { BacktestAutomations } from "./load-for-backtest.js";
import { parseSweep } from "./parse-sweep.js";
import { artifactsLeftOut, printOddities } from "./print-oddities.js";
import { writeReport } from "./write-report.js";

const SWEEPS_SCHEMA = "wandb-automations/sweeps/1";

/**
 * Tries other settings of automations, of each the same. Those that don't have them are left out, unless they were named
 * or nothing is left.
 */
export async function sweepAutomations(
  io: CommandIo,
  { automations, skipped }: BacktestAutomations,
  history: BacktestHistory,
  flags: BacktestFlags,
): Promise<CommandResult> {
  const { maxFiringsPerDay } = flags;
  const grid = parseSweep(flags.sweep ?? []);
  const tried = automations.map((automation) => ({ automation, reason: unableBecause(automation, grid) }));
  const able = tried.filter(({ reason }) => reason === undefined);
  // The sweep's own error tells more of those that were meant.
  const swept = flags.automation !== undefined || able.length === 0 ? tried : able;
  const left = tried.filter((one) => !swept.includes(one));
  const progress = await showProgress(io, "reading runs", history.expectedRuns);
  const found = await sweepEach(
    swept.map(({ automation }) => automation),
    grid,
    counted(history.runs(progress.expect), progress.update),
    { signal: io.signal, maxFiringsPerDay },
  ).finally(progress.stop);
  await writeReport(io, flags, {
    toMarkdown: () => found.map((one) => one.toMarkdown()).join("\n"),
    toHTML: () => (found.length === 1 ? found[0]!.toHTML() : sweepsToHtml(found, {})),
  });
  print(io, found);
  const unable = left.map(({ automation: { name }, reason }) => `${name}: ${reason}`);
  printOddities(io, found[0]!.warnings, [...artifactsLeftOut(skipped), ...unable]);
  const exceeded = found.some(({ kept }) => kept.length === 0);
  return {
    exitCode: exceeded ? 1 : 0,
    document: {
      schema: SWEEPS_SCHEMA,
      maxFiringsPerDay: maxFiringsPerDay ?? null,
      exceeded,
      sweeps: found.map((one) => one.toJSON()),
      skipped: [...skipped, ...left.map(({ automation }) => automation)].flatMap(({ name }) => name ?? []),
    },
  };
}

/** Why an automation has none of these settings to try; undefined where it has, and where a value is to blame. */
function unableBecause({ eventType, eventFilter }: CompiledAutomation, grid: SweepGrid): string | undefined {
  const spec = parseEventFilter(eventType, eventFilter);
  if (spec.kind !== "metric") return "only conditions on a metric have settings to try";
  try {
    sweepAxes(grid, spec.metric, "The sweep");
  } catch (error) {
    if (!isValidationError(error)) throw error;
    const lacking = error.issues.every(({ code }) => code === "unknown_setting" || code === "no_effect");
    if (lacking) return issuesText(error.issues);
  }
  return undefined;
}

async function* counted(runs: AsyncIterable<RunHistory>, update: (runs: number) => void) {
  let count = 0;
  for await (const run of runs) {
    yield run;
    update(++count);
  }
}

function print(io: CommandIo, found: readonly Sweep[]): void {
  for (const [i, one] of found.entries()) {
    if (i > 0) io.out("\n");
    for (const line of one.toText().split("\n")) io.out(`${wrapped(line, io.columns)}\n`);
  }
}

/** A line as it is where it fits: wrapping would take the blanks at its start, which tables need. */
function wrapped(line: string, columns: number): string {
  return line.length <= columns ? line : wrapText(line, columns, "  ");
}
