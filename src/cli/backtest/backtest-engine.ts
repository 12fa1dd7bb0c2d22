import type { HistorySpan } from "../../evaluate/rates/history-span.js";
import type { Verdict } from "../../evaluate/verdict/verdict.js";
import type { RunKey } from "../../sql/history-source.js";
import type { CompiledAutomation } from "../../wire/compiled-automation.js";
import type { CommandIo } from "../command-io.js";
import type { BacktestHistory } from "./backtest-history.js";

/** What a backtest is about. */
export interface BacktestRequest {
  readonly automations: readonly CompiledAutomation[];
  readonly history: BacktestHistory;
  /** Whether the verdict needs the metrics' values, for pictures: of some runs at least. */
  readonly withSeries: boolean;
  /** Files of a table of runs, for engines that read tables. */
  readonly runsTable: readonly string[] | undefined;
  /** What tells a row's run, for the same engines. */
  readonly runKey: RunKey | undefined;
}

/** Works out what fires, and over how much history. */
export type BacktestEngine = (
  io: CommandIo,
  request: BacktestRequest,
) => Promise<{ readonly verdict: Verdict; readonly span: HistorySpan }>;
