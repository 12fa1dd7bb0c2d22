import type { BacktestOptions } from "../backtest-options.js";

/** What to say and to advise when DuckDB ran out of memory or of disk; undefined for other messages of it. */
export function noRoom(
  message: string,
  { memoryLimit, tempDirectory }: BacktestOptions,
): { message: string; hint: string } | undefined {
  const cause = message.replace(/^Out of Memory Error: /, "");
  const folder = tempDirectory === undefined ? "the temporary directory" : JSON.stringify(tempDirectory);
  if (/temp_directory|no space left/i.test(message)) {
    return {
      message: `DuckDB has no room on disk for what doesn't fit into memory: ${cause}`,
      hint: `Make room in ${folder}, name a folder on a larger disk as tempDirectory, or raise memoryLimit. Nothing is left there.`,
    };
  }
  if (!message.startsWith("Out of Memory Error")) return undefined;
  const limit =
    memoryLimit === undefined
      ? "its memory limit, 80 % of this machine's memory"
      : `memoryLimit ${memoryLimit}`;
  return {
    message: `DuckDB needs more memory at once than ${limit}: ${cause}`,
    hint: "Raise memoryLimit, take fewer threads, or ask about fewer automations or runs at once.",
  };
}
