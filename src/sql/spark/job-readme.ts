import type { HistoryTable, RunsTable } from "../history-source.js";
import { namedByExport } from "../source/runs-table.js";
import { JOB_SETTINGS, LISTING } from "./job-settings.js";

/** What a job's README needs to know. */
export interface JobContract {
  readonly history: HistoryTable;
  readonly runs: RunsTable | undefined;
  readonly metrics: readonly string[];
  readonly workFolder: string;
  readonly resultFolder: string;
  readonly titles: readonly string[];
}

const settings = JOB_SETTINGS.filter(({ byJobOnly }) => !byJobOnly).map(
  ({ name, value }) => `--conf ${name}=${value}`,
);

/** The README of an emitted job: how to run it, and what must be where. */
export function jobReadme(contract: JobContract): string {
  const { history, runs, metrics, workFolder, resultFolder, titles } = contract;
  return `# A backtest of automations, for Spark 4.0 or later

${titles.map((title) => `- ${title}`).join("\n")}

## Run it

| Where | How |
| --- | --- |
| A cluster, or one machine | \`spark-submit --files backtest.sql job.py\` |
| Python with PySpark | \`python job.py\` |
| spark-sql | \`spark-sql ${settings.join(" ")} -f backtest.sql\` |
| Databricks, a cluster with runtime 17.0 or later | \`job.py\` as a Python task, the path of \`backtest.sql\` as its parameter |
| Databricks, serverless | the same; settings that serverless compute doesn't take are left out, which costs time |

Where rows are in doubt is asked in a SQL script, \`BEGIN IF EXISTS … END\`. On Spark 4.0, run \`job.py\`: it allows those,
and the \`spark-sql\` of 4.0 cuts them apart.

Spark lists files that a pattern names with a task for each. \`job.py\` has it take ${LISTING.perCore} tasks per core, and at least ${LISTING.least};
for \`spark-sql\`, add \`--conf ${LISTING.name}=…\` where there are many files.

On Databricks, paths are volumes (\`/Volumes/…\`) or external locations. SQL warehouses aren't supported: their reference knows
neither \`CREATE TEMPORARY VIEW … USING\` nor \`_metadata.row_index\`, by which rows of Parquet files are ordered where they
have to be merged. Nothing of this was tried on Databricks; it is what its documentation says.

Spark takes names and types of columns of Parquet files from one of them. If another's differ, \`job.py\` looks at every
file, and reads those of the same types together. The statements alone can't: set \`spark.sql.parquet.mergeSchema=true\` for
them where files lack columns; a column that is read must have one type in all files.

The statements write what several of them start from into ${code(workFolder)}, which can be deleted afterwards, and the
result into ${code(resultFolder)}. Both are replaced if they exist. Relative paths go by the cluster's file system.

## What it reads

The history: ${place(history)}

${historyContract(history)}
- Metrics: ${metrics.length === 0 ? "none, only changes of state" : metrics.map(code).join(", ")}.

${runs === undefined ? "No runs table: run filters see no fields but the id." : `The runs: ${place(runs)}\n\n${RUNS_CONTRACT}`}

## What it writes

${code(resultFolder)}, with folders of JSON lines:

- \`job\`: what was asked, for whoever reads the result.
- \`span\`: how many runs, rows and days of history there were.
- \`runs\`: a row per run: how often each metric was logged, and which automations look at it.
- \`firings\`: a row per firing: \`automation\` (its number in the list above), \`run\`, \`step\`, \`time\`, \`satisfied\`,
  \`window_values\`, \`state\`.
- \`misses\`, if closest misses are asked for: the windows that came near to holding, with how often a run has each.
- \`dropped\`: rows of the history that weren't used, by run, where rows are merged.

Copy the folder to where it is to be read:

    wandb-automations backtest --engine spark --read ${resultFolder}
`;
}

const RUNS_CONTRACT = `- A row per run: \`id\`, and any of \`entity\`, \`project\`, \`display_name\`, \`username\`, \`state\`, \`tags\`, \`group\`,
  \`job_type\`, \`sweep\`, \`config\`, \`summary_metrics\`. A column that isn't there, or a null, is a missing field.
- \`tags\`, \`config\` and \`summary_metrics\` may be JSON text.`;

function historyContract(history: HistoryTable): string {
  const run = namedByExport(history)
    ? "Files are named `<entity>_<project>_<run>_<i>.runhistory.parquet`; the name tells the run."
    : history.run === "file"
      ? "Each file is one run, named by the file."
      : `The run is told by ${code(typeof history.run === "object" ? history.run.column : "run")}.`;
  const steps =
    history.format === "table" || (history.steps ?? "merge") !== "merge"
      ? "Every step of a run comes once."
      : "Rows of one step become one, later keys win; a row whose step is lower than the last one is dropped.";
  const columns =
    history.format === "jsonl"
      ? "A JSON object per line, in the order in which rows were logged."
      : "A column per metric; a null logs nothing.";
  return `- ${run}
- ${columns}
- \`_step\` is an integer, \`_timestamp\` seconds since the epoch.
- ${steps}`;
}

function place(table: HistoryTable | RunsTable): string {
  if (table.format === "table") return `the table ${code([table.name].flat().join("."))}.`;
  return `${table.format.toUpperCase()} files, ${[table.files].flat().map(code).join(", ")}.`;
}

/** Names that users chose, on one line and between enough backticks. */
function code(text: string): string {
  const line = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, " ");
  const ticks = "`".repeat(1 + Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)));
  return ticks.length === 1 ? `\`${line}\`` : `${ticks} ${line} ${ticks}`;
}
