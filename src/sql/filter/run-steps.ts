import type { CompiledScope } from "../../wire/compiled-automation.js";
import type { Dialect } from "../dialect.js";
import type { BacktestSource } from "../history-source.js";
import type { Cte } from "../query/cte.js";
import type { QueryPlan } from "../query/plan.js";
import { namedByExport, runFacts } from "../source/runs-table.js";
import { filterSql } from "./filter-sql.js";
import { RunFieldColumns } from "./run-field-columns.js";

/** Which automations look at which runs. */
export interface RunSteps {
  readonly steps: readonly Cte[];
  /** The column of `admitted` that says it of an automation; undefined where it looks at every run. */
  admits(index: number): string | undefined;
}

/**
 * Steps that end in `admitted (run, admits_0, …)`, for the runs that `keys`, a query, gives. None where every
 * automation looks at every run.
 */
export function runSteps(plan: QueryPlan, source: BacktestSource, keys: string, d: Dialect): RunSteps {
  const fields = new RunFieldColumns(d);
  const conditions = new Map<number, string>();
  for (const { index, plan: event } of [...plan.metrics.flatMap(({ members }) => members), ...plan.states]) {
    const parts = scopeSql(event.automation.scope, source, d);
    const always = event.filter.steps.every((step) => step.kind === "and");
    if (!always) parts.push(filterSql(event.filter, (field) => fields.column(field), d));
    if (parts.length > 0) conditions.set(index, parts.join("\n    AND "));
  }
  if (conditions.size === 0) return { steps: [], admits: () => undefined };
  const admits = [...conditions].map(([index, sql]) => `${sql} AS admits_${index}`);
  const read = fields.select.map((field) => `,\n    ${field}`).join("");
  const admitted: Cte = {
    name: "admitted",
    comment: "Per run, the automations that look at it: by their scope and their run filter.",
    sql: `SELECT run,\n  ${admits.join(",\n  ")}\nFROM (\n  SELECT run, entity, project${read}\n  FROM run_facts\n) AS facts`,
  };
  return {
    steps: [...runFacts(source, keys, fields.needed, d), admitted],
    admits: (index) => (conditions.has(index) ? `admits_${index}` : undefined),
  };
}

/** Names that either side doesn't have can't be compared and are taken to match. */
function scopeSql(scope: CompiledScope, { history, runs }: BacktestSource, d: Dialect): string[] {
  const parts = scope.kind === "project" ? (["entity", "project"] as const) : (["entity"] as const);
  const compared = scope.kind === "project" || scope.kind === "team" ? parts : [];
  const wanted = compared.flatMap((part) => (scope[part] === undefined ? [] : [{ part, name: scope[part] }]));
  if (wanted.length === 0) return [];
  // An export's name starts with entity and project, though it doesn't say where one ends and the next begins.
  const start = `${wanted.map(({ name }) => name).join("_")}_`;
  const told = namedByExport(history) && wanted.length === compared.length;
  const fromName = told ? d.startsWith("run", start) : "TRUE";
  if (!runs) return told ? [fromName] : [];
  return wanted.map(
    ({ part, name }) => `CASE WHEN ${part} IS NULL THEN ${fromName} ELSE ${part} = ${d.text(name)} END`,
  );
}
