import type { RunInfo } from "../../history/run-history.js";
import { type FieldReader, MISSING } from "./filter-value.js";

/** Where the fields of run filters are found. `name` is the run's id, as W&B's own filters have it. */
const FIELDS: ReadonlyMap<string, keyof RunInfo> = new Map([
  ["display_name", "displayName"],
  ["username", "username"],
  ["state", "state"],
  ["tags", "tags"],
  ["group", "group"],
  ["job_type", "jobType"],
  ["sweep", "sweepId"],
  ["id", "id"],
  ["name", "id"],
  ["entity", "entity"],
  ["project", "project"],
  ["config", "config"],
  ["summary_metrics", "summary"],
]);

/** Reads the fields that run filters may name, dotted paths included, from own properties only. */
export function runFields(run: RunInfo): FieldReader {
  return (field) => {
    const dot = field.indexOf(".");
    const key = FIELDS.get(dot < 0 ? field : field.slice(0, dot));
    if (key === undefined) return MISSING;
    const value: unknown = run[key];
    if (value === undefined) return MISSING;
    return dot < 0 ? value : readPath(value, field.slice(dot + 1));
  };
}

/** Those of `fields` that no run has, as a mistyped name. */
export function unknownRunFields(fields: readonly string[]): string[] {
  return fields.filter((field) => !FIELDS.has(field.split(".", 1)[0] ?? ""));
}

/** `a.b` of an object: its key `"a.b"` if it has one, else `b` inside `a`, as metrics are read. */
export function readPath(from: unknown, path: string): unknown {
  if (typeof from === "object" && from !== null && Object.hasOwn(from, path)) {
    const value = (from as Record<string, unknown>)[path];
    return value === undefined ? MISSING : value;
  }
  let at = from;
  for (const key of path.split(".")) {
    if (typeof at !== "object" || at === null || Array.isArray(at) || !Object.hasOwn(at, key)) return MISSING;
    at = (at as Record<string, unknown>)[key];
  }
  return at === undefined ? MISSING : at;
}
