import type { RunInfo } from "../../history/run-history.js";

/** Tells runs apart: ids are unique in a project only. */
export function runKey({ entity, project, id }: Pick<RunInfo, "entity" | "project" | "id">): string {
  return JSON.stringify([entity, project, id]);
}
