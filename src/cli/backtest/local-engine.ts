import { dryRun } from "../../evaluate/dry-run.js";
import { meterHistory } from "../../evaluate/rates/history-span.js";
import { runKey } from "../../evaluate/run/run-key.js";
import type { Outcome } from "../../evaluate/verdict/outcome.js";
import { Verdict } from "../../evaluate/verdict/verdict.js";
import type { RunHistory } from "../../history/run-history.js";
import { showProgress } from "../text/progress.js";
import type { BacktestEngine, BacktestRequest } from "./backtest-engine.js";

/** Runs of an automation that get a chart; the values of a run take memory. */
const MAX_DRAWN = 12;

/**
 * Works firings out in this process, run after run and row after row. Memory grows with what fires and with the
 * number of runs, not with their length. For pictures the runs that are drawn are read a second time.
 */
export const localEngine: BacktestEngine = async (io, { automations, history, withSeries }) => {
  const progress = await showProgress(io, "reading runs", history.expectedRuns);
  try {
    const metered = meterHistory(history.runs(progress.expect), progress.update);
    const verdict = await dryRun(automations, metered.source, { signal: io.signal });
    const drawn = withSeries ? await withDrawnSeries(verdict, automations, history, io.signal) : verdict;
    return { verdict: drawn, span: metered.span() };
  } finally {
    progress.stop();
  }
};

async function withDrawnSeries(
  verdict: Verdict,
  automations: BacktestRequest["automations"],
  history: BacktestRequest["history"],
  signal: AbortSignal,
): Promise<Verdict> {
  const keys = new Set(verdict.automations.flatMap(({ automation }) => drawnRuns(verdict, automation.index)));
  if (keys.size === 0) return verdict;
  const detailed = await dryRun(automations, only(history.runs(), keys), { signal, collect: "series" });
  const found = new Map(detailed.outcomes.map((outcome) => [outcomeKey(outcome), outcome]));
  return new Verdict({
    ...verdict,
    outcomes: verdict.outcomes.map((outcome) => found.get(outcomeKey(outcome)) ?? outcome),
  });
}

/** The runs on which an automation fired first, or else some that came closest to it. */
function drawnRuns({ outcomes }: Verdict, index: number): string[] {
  const own = outcomes.flatMap((outcome) =>
    outcome.kind === "run" && outcome.automation.index === index && outcome.logged > 0 ? [outcome] : [],
  );
  const gap = ({ firings, closest }: (typeof own)[number]) =>
    firings > 0 ? -1 : (closest?.gap ?? Number.POSITIVE_INFINITY);
  return own
    .sort((a, b) => gap(a) - gap(b) || 0)
    .slice(0, MAX_DRAWN)
    .map(({ run }) => runKey(run));
}

async function* only(runs: AsyncIterable<RunHistory>, keys: ReadonlySet<string>): AsyncGenerator<RunHistory> {
  for await (const history of runs) if (keys.has(runKey(history.run))) yield history;
}

function outcomeKey(outcome: Outcome): string {
  return `${outcome.automation.index} ${outcome.kind === "run" ? runKey(outcome.run) : ""}`;
}
