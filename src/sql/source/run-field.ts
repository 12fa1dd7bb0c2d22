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
