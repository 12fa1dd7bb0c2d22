import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Evaluables, toCompiledList } from "../../evaluate/evaluable.js";
import type { BacktestSource } from "../history-source.js";
import { commented } from "../query/cte.js";
import { checkWatched, planQuery } from "../query/plan.js";
import { queriesFor } from "../query/queries.js";
import { checkEvaluationOptions, type SqlEvaluationOptions } from "../sql-evaluation-options.js";
import { spark as d } from "../text/spark-dialect.js";
import { jobNote } from "./job-note.js";
import { jobReadme } from "./job-readme.js";
import { JOB_SCRIPT } from "./job-script.js";
import { MadeSteps } from "./made-steps.js";
import { intoFolder, sparkScript, sparkStatements } from "./spark-script.js";

/** What job to write, and where. */
export interface EmitSparkJobOptions extends SqlEvaluationOptions {
  /** Where the cluster finds history and runs. */
  readonly source: BacktestSource;
  /** The folder to write the job into, on this machine; made if it isn't there. */
  readonly folder: string;
  /**
   * Where the job may keep what several steps start from, as the cluster names it.
   *
   * @defaultValue `"backtest-work"`
   */
  readonly workFolder?: string;
  /**
   * Where the job writes its result, as the cluster names it.
   *
   * @defaultValue `"backtest-result"`
   */
  readonly resultFolder?: string;
  /**
   * Whether the result says how close each miss was, and how many verdicts were NaN, as a dry run does. That goes over
   * all windows once more.
   *
   * @defaultValue `false`
   */
  readonly closest?: boolean;
}

/**
 * Writes a folder with everything that a Spark cluster needs to backtest automations: `job.py` for spark-submit,
 * `backtest.sql` for spark-sql, and a `README.md` that says what they read and write. What they write
 * is read back with `readSparkResult`.
 *
 * @param automations one or several; names and filters of theirs are in the job, no actions and no secrets
 * @throws EvaluationError naming what can't be said in Spark's SQL
 *
 * @example
 * ```ts
 * import { emitSparkJob, readSparkResult } from "wandb-automations/sql";
 * import type { CompiledAutomation } from "wandb-automations/evaluate";
 *
 * async function onTheCluster(automation: CompiledAutomation) {
 *   const history = { format: "parquet", files: "s3://exports/*.runhistory.parquet" } as const;
 *   await emitSparkJob(automation, { source: { history }, folder: "job", resultFolder: "s3://exports/result" });
 *   // spark-submit --files job/backtest.sql job/job.py; then copy the result here.
 *   return readSparkResult("result");
 * }
 * ```
 */
export async function emitSparkJob(automations: Evaluables, options: EmitSparkJobOptions): Promise<void> {
  checkEvaluationOptions(options);
  const { source, folder, workFolder = "backtest-work", resultFolder = "backtest-result" } = options;
  const { closest = false } = options;
  const compiled = toCompiledList(automations);
  const plan = planQuery(compiled, options);
  checkWatched(plan);
  const queries = queriesFor(plan, source, d, options);
  const note = jobNote(compiled, plan, options);
  const write = (part: string, sql: string) => intoFolder(`${resultFolder}/${part}`, "json", sql);
  const results = [
    { part: "span", query: queries.span(queries.history) },
    { part: "runs", query: queries.runs(queries.history) },
    { part: "firings", query: queries.firings(queries.history) },
    ...(closest && queries.misses ? [{ part: "misses", query: queries.misses(queries.history) }] : []),
    ...(queries.dropped ? [{ part: "dropped", query: queries.dropped }] : []),
  ];
  const titles = plan.all.map(
    ({ ref, title }) => `Automation ${ref.index}${ref.name ? ` (${ref.name})` : ""}: ${title}.`,
  );
  const made = new MadeSteps();
  const statements = [
    ...results.flatMap(({ part, query }) => {
      const parts = sparkStatements(query, workFolder, made);
      return [...parts.slice(0, -1), write(part, parts.at(-1) ?? "")];
    }),
    write("job", `SELECT ${d.text(JSON.stringify(note))} AS note`),
  ];
  const script = `${titles.map(commented).join("\n")}\n\n${sparkScript(statements)}`;
  const readme = jobReadme({
    ...{ history: source.history, runs: source.runs, workFolder, resultFolder },
    metrics: plan.metrics.map(({ name }) => name),
    titles: titles.map((title) => title.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, " ")),
  });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "job.py"), JOB_SCRIPT);
  await writeFile(path.join(folder, "backtest.sql"), script);
  await writeFile(path.join(folder, "README.md"), readme);
}
