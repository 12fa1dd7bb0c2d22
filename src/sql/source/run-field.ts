import type { Dialect } from "../dialect.js";

/** The fields of a run that a runs table may have, besides id, entity and project. */
export type RunField =
  | "display_name"
  | "username"
  | "state"
  | "tags"
  | "group"
  | "job_type"
  | "sweep"
  | "config"
  | "summary_metrics";

/** Fields that hold lists or objects, and may come as JSON text. */
export const NESTED_FIELDS: ReadonlySet<string> = new Set<RunField>(["tags", "config", "summary_metrics"]);

/** The error of a run whose field should be JSON text. */
export function noJson(field: string, id: string, text: string, d: Dialect): string {
  const run = `coalesce(${d.json.text(id)}, '?')`;
  return d.fail(
    `concat(${d.text("the runs table: of the run ")}, ${run}, ${d.text(`, ${field} is no JSON: `)}, left(${text}, 100))`,
  );
}
