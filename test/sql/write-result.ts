import { mkdirSync } from "node:fs";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { CompiledAutomation } from "wandb-automations/evaluate";
import type { BacktestSource } from "wandb-automations/sql";
import { withSteps } from "../../src/sql/query/cte.js";
import { planQuery } from "../../src/sql/query/plan.js";
import { queriesFor } from "../../src/sql/query/queries.js";
import { jobNote } from "../../src/sql/spark/job-note.js";
import type { SqlEvaluationOptions } from "../../src/sql/sql-evaluation-options.js";
import { duckdb } from "../../src/sql/text/duckdb-dialect.js";

/** Writes the result that a finished job leaves, folders of JSON lines, without a Spark. */
export async function writeResult(
  automations: readonly CompiledAutomation[],
  source: BacktestSource,
  folder: string,
  options: SqlEvaluationOptions = {},
  closest = false,
): Promise<void> {
  const plan = planQuery(automations, options);
  const queries = queriesFor(plan, source, duckdb, options);
  const note = JSON.stringify(jobNote(automations, plan, { source, closest }));
  const parts = {
    span: withSteps(queries.span(queries.history)),
    runs: withSteps(queries.runs(queries.history)),
    firings: withSteps(queries.firings(queries.history)),
    ...(closest && queries.misses ? { misses: withSteps(queries.misses(queries.history)) } : {}),
    ...(queries.dropped ? { dropped: withSteps(queries.dropped) } : {}),
    job: `SELECT ${duckdb.text(note)} AS note`,
  };
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  for (const [part, sql] of Object.entries(parts)) {
    mkdirSync(path.join(folder, part), { recursive: true });
    const file = path.join(folder, part, "part-00000.json");
    await connection.run(`COPY (\n${sql}\n) TO ${duckdb.text(file)} (FORMAT json)`);
  }
  connection.closeSync();
  instance.closeSync();
}
