import { ValidationError, type ValidationIssue } from "../errors/index.js";
import type { SqlEvaluationOptions } from "./sql-evaluation-options.js";

/** How far a backtest is. */
export interface BacktestProgress {
  /** What is being done: looking at the source, or working out firings, counts or misses. */
  readonly phase: "inspect" | "read" | "firings" | "runs" | "misses";
  /** How much of that is done, from 0 to 1, as the database estimates it; undefined where it can't say. */
  readonly fraction?: number;
}

/** Options of `backtest`. */
export interface BacktestOptions extends SqlEvaluationOptions {
  /** @defaultValue `"duckdb"`, embedded in this process. For Spark, see `emitSparkJob`. */
  readonly engine?: "duckdb";
  /** What the database may use, such as `"4GB"`; beyond it, it spills to `tempDirectory`. */
  readonly memoryLimit?: string;
  /** @defaultValue as many as there are cores */
  readonly threads?: number;
  /** Where to spill what doesn't fit into memory. */
  readonly tempDirectory?: string;
  /** A DuckDB file with the tables of the source; opened for reading only. */
  readonly database?: string;
  /** Stops the backtest; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BacktestProgress) => void;
  /**
   * How many outcomes (automation × run) the verdict lists; the rest is only counted.
   *
   * @defaultValue 100,000
   */
  readonly maxOutcomes?: number;
  /**
   * Whether outcomes say how close each miss was, and how many verdicts were NaN, as those of a dry run do. That goes
   * over all windows once more: a backtest takes two to five times as long.
   *
   * @defaultValue `false`
   */
  readonly closest?: boolean;
}

const TEXTS = ["memoryLimit", "tempDirectory", "database"] as const;
const COUNTS = ["threads", "maxOutcomes"] as const;

/** @throws ValidationError when an option has a value that it can't take. */
export function checkBacktestOptions(options: BacktestOptions): void {
  const issues: ValidationIssue[] = [];
  const refuse = (name: keyof BacktestOptions, wanted: string) =>
    issues.push({
      code: "invalid_option",
      path: [name],
      message: `must be ${wanted}, got ${String(options[name])}`,
    });
  const { engine } = options as { engine?: unknown };
  if (engine === "spark") refuse("engine", '"duckdb"; Spark runs a job that emitSparkJob() writes');
  else if (engine !== undefined && engine !== "duckdb") refuse("engine", '"duckdb"');
  for (const name of TEXTS) {
    const value: unknown = options[name];
    if (value !== undefined && (typeof value !== "string" || value === "")) refuse(name, "a text");
  }
  for (const name of COUNTS) {
    const value: unknown = options[name];
    const least = name === "threads" ? 1 : 0;
    if (value !== undefined && !(Number.isInteger(value) && (value as number) >= least)) {
      refuse(name, `a whole number of at least ${least}`);
    }
  }
  const { closest = false } = options as { closest?: unknown };
  if (typeof closest !== "boolean") refuse("closest", "true or false");
  if (issues.length > 0) throw new ValidationError("The options of the backtest", issues);
}
