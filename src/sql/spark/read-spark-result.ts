import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { HistoryError } from "../../errors/index.js";
import type { Evaluables } from "../../evaluate/evaluable.js";
import type { HistorySpan } from "../../evaluate/rates/history-span.js";
import type { Verdict } from "../../evaluate/verdict/verdict.js";
import { toWarning } from "../query/dropped-rows.js";
import { planQuery } from "../query/plan.js";
import { filterFields } from "../query/queries.js";
import { toSpan } from "../query/span-query.js";
import { VerdictBuilder } from "../report/build-verdict.js";
import { firingRow, missRow, runRow } from "../report/result-rows.js";
import { withoutRuns } from "../report/without-runs.js";
import type { JobNote } from "./job-note.js";

/** Settings of {@link readSparkResult}. */
export interface ReadSparkResultOptions {
  /**
   * How many outcomes (automation × run) the verdict lists; the rest is only counted.
   *
   * @defaultValue 100,000
   */
  readonly maxOutcomes?: number;
}

/**
 * Reads what a job of `emitSparkJob` wrote, as the verdict that `backtest` gives.
 *
 * @param folder the result, copied to this machine
 * @throws HistoryError when the folder isn't a whole result: a job that didn't finish leaves no `job` in it
 *
 * @example
 * ```ts
 * import { readSparkResult } from "wandb-automations/sql";
 *
 * async function firingsOf(folder: string) {
 *   const verdict = await readSparkResult(folder);
 *   return verdict.firings.length;
 * }
 * ```
 */
export async function readSparkResult(
  folder: string,
  options: ReadSparkResultOptions = {},
): Promise<Verdict> {
  const { verdict } = await readSparkResultWithSpan(folder, options);
  return verdict;
}

/** The same, and how much history there was. */
export async function readSparkResultWithSpan(
  folder: string,
  { maxOutcomes }: ReadSparkResultOptions = {},
): Promise<{ verdict: Verdict; span: HistorySpan }> {
  const note = await readNote(folder);
  const plan = planQuery(note.automations as Evaluables, note);
  const fields = filterFields(plan);
  const { exports, closest = false } = note;
  const builder = new VerdictBuilder({ plan, exports, fields, maxOutcomes, closest });
  for await (const row of rowsOf(folder, "runs")) builder.run(runRow(row, fields.length));
  for await (const row of rowsOf(folder, "firings")) builder.firing(firingRow(row));
  for await (const row of rowsOf(folder, "misses")) builder.miss(missRow(row));
  const warnings = note.withoutRuns ? withoutRuns(plan) : [];
  for await (const row of rowsOf(folder, "dropped")) warnings.push(toWarning(row));
  let span: HistorySpan = { runs: 0, rows: 0, days: 0 };
  for await (const row of rowsOf(folder, "span")) span = toSpan(row);
  return { verdict: builder.verdict(warnings), span };
}

async function readNote(folder: string): Promise<JobNote> {
  for await (const { note } of rowsOf(folder, "job")) {
    if (typeof note !== "string") break;
    const read = JSON.parse(note) as JobNote;
    if (read.version === 1) return read;
    break;
  }
  throw new HistoryError("the folder holds no result of a Spark job, or one that didn't finish", {
    file: folder,
    hint: "Give the folder that the job calls its result: it holds the folders job, runs and firings.",
  });
}

/** The rows of a folder of JSON lines, in the order of its files; none where there is no such folder. */
async function* rowsOf(folder: string, part: string): AsyncGenerator<Record<string, unknown>> {
  const place = path.join(folder, part);
  for (const name of await filesIn(place)) {
    const file = path.join(place, name);
    let line = 0;
    for await (const text of createInterface({
      input: createReadStream(file),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      line++;
      yield parsed(text, file, line);
    }
  }
}

async function filesIn(place: string): Promise<string[]> {
  try {
    return (await readdir(place)).filter((name) => name.endsWith(".json")).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new HistoryError((error as Error).message, { file: place, cause: error });
  }
}

function parsed(text: string, file: string, line: number): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new HistoryError("not a row of JSON", { file, line, cause: error });
  }
}
