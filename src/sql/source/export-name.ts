import type { Dialect } from "../dialect.js";

const PATTERN = "(?s)^(?:.*[/\\\\])?([^/\\\\]*)_([0-9]+)[.]runhistory[.]parquet$";

/** What an export's file name says of its run, `<entity>_<project>_<run>`: names may hold underscores, so it stays whole. */
export function exportRun(file: string, d: Dialect): string {
  return `regexp_extract(${file}, ${d.text(PATTERN)}, 1)`;
}

/** The number of an export's partition, after which they go where steps are equal. */
export function exportPartition(file: string, d: Dialect): string {
  return `CAST(regexp_extract(${file}, ${d.text(PATTERN)}, 2) AS BIGINT)`;
}

/** The parts of an export's name as far as they can be told apart: the run is what follows the last underscore. */
export function splitExportRun(run: string): { id: string; entity?: string; project?: string } {
  const parts = run.split("_");
  const id = parts.at(-1)!;
  if (parts.length < 3) return { id };
  return { id, entity: parts[0]!, project: parts.slice(1, -1).join("_") };
}

/** The id in an export's name, as far as it can be told: what follows the last underscore. */
export function lastOfExport(run: string, d: Dialect): string {
  return `regexp_extract(${run}, ${d.text("([^_]*)$")}, 1)`;
}

/** What a run of the runs table goes by in the history: its id, or for exports all that their names hold where it is known. */
export function matchKey(
  [entity, project, id]: readonly [entity: string, project: string, id: string],
  exports: boolean,
  d: Dialect,
): string {
  const none = d.fail(d.text("a row of the runs table has no id"));
  if (!exports) return `coalesce(${id}, ${none})`;
  const whole = [entity, project, id].map((part) => `(${part})`).join(" || '_' || ");
  return `coalesce(${whole}, ${id}, ${none})`;
}
