import type { Dialect } from "../dialect.js";
import type { BacktestSource, HistoryTable } from "../history-source.js";
import type { Cte } from "../query/cte.js";
import { duckdbRuns } from "./duckdb-runs.js";
import { lastOfExport } from "./export-name.js";
import type { RunField } from "./run-field.js";
import { sparkRuns, sparkRunsSteps } from "./spark-runs.js";

/** Whether runs are named by their exports' files. */
export function namedByExport({ format, run }: HistoryTable): boolean {
  return (run ?? (format === "parquet" ? "export" : undefined)) === "export";
}

/** Steps that end in `run_facts (run, entity, project, id, …fields)`, for the runs that `keys`, a query, gives. */
export function runFacts(
  { history, runs }: BacktestSource,
  keys: string,
  fields: readonly RunField[],
  d: Dialect,
): Cte[] {
  const exports = namedByExport(history);
  const id = exports ? lastOfExport("k.run", d) : "k.run";
  const comment = "The runs in question, with what is known about them; null is a missing field.";
  if (!runs) {
    const none = fields.map((field) => `${d.json.parse("NULL")} AS ${d.identifier(field)}`);
    const names = ["entity", "project"].map((name) => `CAST(NULL AS ${d.textType}) AS ${name}`);
    const select = ["k.run", ...names, `${d.json.ofText(id)} AS id`, ...none].join(", ");
    return [{ name: "run_facts", comment, sql: `SELECT ${select}\nFROM (${keys}) AS k` }];
  }
  const own = ["entity", "project", ...fields].map((field) => {
    const column = d.identifier(field);
    return exports ? `coalesce(r.${column}, s.${column}) AS ${column}` : `r.${column}`;
  });
  const known = exports ? `coalesce(r.id, s.id, ${d.json.ofText(id)})` : d.json.ofText("k.run");
  const message = `concat(${d.text("the runs table has several rows for the run ")}, k.run)`;
  const once = `CASE WHEN count(*) OVER (PARTITION BY k.run) > 1 THEN ${d.fail(message)} ELSE k.run END AS run`;
  // A table of runs without entity and project has nothing but the id to go by.
  const byId = exports ? `\nLEFT JOIN runs AS s ON s.match_key = ${id}` : "";
  return [
    ...(d.name === "spark" ? sparkRunsSteps(runs, fields) : []),
    {
      name: "runs",
      comment: "The table of runs, and what a run of it is called in the history.",
      sql: d.name === "duckdb" ? duckdbRuns(runs, fields, exports) : sparkRuns(runs, fields, exports),
    },
    {
      name: "run_facts",
      comment,
      sql: `SELECT ${once}, ${known} AS id, ${own.join(", ")}\nFROM (${keys}) AS k\nLEFT JOIN runs AS r ON r.match_key = k.run${byId}`,
    },
  ];
}
