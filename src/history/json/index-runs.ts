import type { ByteSource } from "../byte-source.js";
import { isRecord } from "../own-property.js";
import type { Reading } from "../range-cursor.js";
import type { HistoryWarning } from "../run-history.js";
import type { MakeSplitter } from "./json-rows.js";
import type { LineRange } from "./json-splitter.js";

/**
 * Finds out which parts of a file are which run's, from the run's id in each row: what is kept is where the
 * rows are, not the rows. Runs are in the order in which they first come.
 */
export async function indexRuns(
  source: ByteSource,
  reading: Reading,
  make: MakeSplitter,
  key: string,
  report: (warning: HistoryWarning) => void,
): Promise<ReadonlyMap<string, readonly LineRange[]>> {
  const runs = new Map<string, { start: number; end: number; line: number }[]>();
  /** The run of the row before, if nothing unusable stood between. */
  let last: string | undefined;
  const splitter = make({
    place: source.place,
    report: (warning) => {
      last = undefined;
      report(warning);
    },
    take: (value, line, start, end) => {
      const id = runId(value, key);
      if (id === undefined) {
        last = undefined;
        report({
          code: "damaged",
          line,
          message: `the row doesn't tell its run by ${JSON.stringify(key)}; it was skipped`,
        });
        return;
      }
      const ranges = runs.get(id) ?? [];
      if (ranges.length === 0) runs.set(id, ranges);
      const range = last === id ? ranges.at(-1) : undefined;
      if (range === undefined) ranges.push({ start, end, line });
      else range.end = end;
      last = id;
    },
  });
  for await (const window of source.windowsAsync(reading)) splitter.decode(window);
  splitter.end();
  return runs;
}

/** A row's run: text, or a whole number. */
export function runId(row: unknown, key: string): string | undefined {
  if (!isRecord(row) || !Object.hasOwn(row, key)) return undefined;
  const id = row[key];
  if (typeof id === "string") return id === "" ? undefined : id;
  return typeof id === "number" && Number.isSafeInteger(id) ? String(id) : undefined;
}
