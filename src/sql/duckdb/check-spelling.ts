import { HistoryError } from "../../errors/index.js";

/**
 * Names of columns count the same to DuckDB whatever their case; to W&B they don't.
 *
 * @param found the names in the files
 * @throws HistoryError naming columns of which one is wanted and that DuckDB can't tell apart
 */
export function checkSpelling(found: Iterable<string>, wanted: readonly string[]): void {
  const spellings = new Map<string, Set<string>>();
  for (const name of found) {
    const key = name.toLowerCase();
    spellings.set(key, (spellings.get(key) ?? new Set()).add(name));
  }
  for (const name of wanted) {
    const same = spellings.get(name.toLowerCase()) ?? new Set();
    if (same.size < 2) continue;
    const names = [...same].sort().map((one) => JSON.stringify(one));
    throw new HistoryError(
      `the columns ${names.join(" and ")} differ in case only, which DuckDB can't tell apart`,
      {
        hint: "Evaluate these files with dryRun() and readers of wandb-automations/history, or rename a column.",
      },
    );
  }
}
