import { findFiles } from "../../history/find-files.js";
import { backtestWithSpan } from "../../sql/backtest.js";
import { showProgress } from "../text/progress.js";
import { usageError } from "../usage-error.js";
import type { BacktestEngine } from "./backtest-engine.js";
import { sqlSource } from "./sql-source.js";

const PERCENT = 100;

/** Works firings out in an embedded DuckDB, which spills to disk what doesn't fit into memory. */
export const duckdbEngine: BacktestEngine = async (
  io,
  { automations, history, withSeries, runsTable, runKey },
) => {
  if (history.paths === undefined) {
    throw usageError("--engine duckdb reads files.", "Give --history with Parquet, JSONL or CSV files.");
  }
  const files = (await findFiles(history.paths)).map(({ path }) => path);
  const progress = await showProgress(io, "asking DuckDB", PERCENT);
  try {
    const { verdict, span } = await backtestWithSpan(
      automations,
      sqlSource(files, runsTable, runKey),
      {
        signal: io.signal,
        // Pages with pictures tell them.
        closest: withSeries,
        onProgress: ({ fraction = 0 }) => progress.update(Math.round(fraction * PERCENT)),
      },
      true,
    );
    return { verdict, span: span ?? { runs: 0, rows: 0, days: 0 } };
  } finally {
    progress.stop();
  }
};
