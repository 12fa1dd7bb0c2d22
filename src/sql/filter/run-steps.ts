import type { CompiledScope } from "../../wire/compiled-automation.js";
import type { Dialect } from "../dialect.js";
import type { BacktestSource } from "../history-source.js";
import type { Cte } from "../query/cte.js";
import { type QueryPlan, watchers } from "../query/plan.js";
import type { RunField } from "../source/run-field.js";
import { namedByExport, runFacts } from "../source/runs-table.js";
import { filterSql } from "./filter-sql.js";
import { RunFieldColumns } from "./run-field-columns.js";

/** The column of `admitted` that says whether an automation looks at a run, if that must be asked. */
export type Admits = (index: number) => string | undefined;

/** Which automations look at which runs. */
export interface RunSteps {
  readonly steps: readonly Cte[];
  /** The column of `admitted` that says it of an automation; undefined where it looks at every run. */
  readonly admits: Admits;
  /** Whether that is known before values are looked at. */
  readonly early: boolean;
  /** What a report tells of `admitted` besides the run and what every run has, as a SELECT of it says that. */
  readonly columns: readonly string[];
  /** The fields that run filters look at; `field_0` is the first. */
  readonly fields: readonly string[];
}

/**
 * Whether runs that no automation looks at leave before their values are sorted, which takes longest. On Spark that costs
 * nothing, on DuckDB a tenth: too much where nothing but the names of files can tell runs apart.
 */
export function leavesEarly({ runs }: BacktestSource, d: Dialect): boolean {
  return d.addsUp || runs !== undefined;
}

/**
 * Steps that end in `admitted (run, admits_0, …)`, for the runs that `keys`, a query, gives. None where every
 * automation looks at every run.
 *
 * @param report whether the facts that a report on runs needs are wanted too
 */
export function runSteps(
  plan: QueryPlan,
  source: BacktestSource,
  keys: string,
  d: Dialect,
  report = false,
): RunSteps {
  const fields = new RunFieldColumns(d);
  const conditions = new Map<number, string>();
  const columns = new Map<number, string>();
  for (const { index, plan: event } of watchers(plan)) {
    const parts = scopeSql(event.automation.scope, source, d);
    const always = event.filter.steps.every((step) => step.kind === "and");
    if (!always) parts.push(filterSql(event.filter, (field) => fields.column(field), d));
    if (parts.length === 0) continue;
    const condition = parts.join("\n    AND ");
    // Automations that look at the same runs share a column: of hundreds alike, Spark's optimizer would compare every two.
    const alike = [...conditions].find(([, sql]) => sql === condition)?.[0];
    columns.set(index, `admits_${alike ?? index}`);
    if (alike === undefined) conditions.set(index, condition);
  }
  const states = plan.states.length > 0;
  if (conditions.size === 0 && !states && !report)
    return { steps: [], admits: () => undefined, early: false, columns: [], fields: [] };
  const needed = new Set<RunField>(fields.needed);
  if (states) needed.add("state");
  if (report) needed.add("display_name");
  const facts = runFacts(source, keys, [...needed], d);
  const admits = [...conditions].map(([index, sql]) => `${sql} AS admits_${index}`);
  const values = fields.select.map((_, i) => `${d.json.write(`field_${i}`)} AS field_${i}`);
  const told = report
    ? [
        "entity",
        "project",
        `${d.json.text("display_name")} AS display_name`,
        `${d.json.text("id")} AS run_id`,
        ...(states ? [`lower(${d.json.text("state")}) AS last_state`] : []),
        ...values,
      ]
    : [];
  const named = report ? `, display_name, id${states ? ", state" : ""}` : "";
  const read = fields.select.map((field) => `,\n    ${field}`).join("");
  const select = ["run", ...told, ...admits].join(",\n  ");
  const admitted: Cte = {
    name: "admitted",
    comment: "Per run, the automations that look at it: by their scope and their run filter.",
    // Spark would read the table of runs anew for every statement.
    shared:
      !report && (plan.metrics.length + plan.states.length > 1 || (d.addsUp && source.runs !== undefined)),
    sql: `SELECT ${select}\nFROM (\n  SELECT run, entity, project${named}${read}\n  FROM run_facts\n) AS facts`,
  };
  return {
    steps: conditions.size > 0 || report ? [...facts, admitted] : facts,
    admits: (index) => columns.get(index),
    early: leavesEarly(source, d),
    columns: [
      ...(report && states ? ["last_state"] : []),
      ...[...columns].map(([index, column]) => `${column} AS admits_${index}`),
      ...values.map((_, i) => `field_${i}`),
    ],
    fields: fields.names,
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
