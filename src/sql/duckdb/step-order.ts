import { duckdbFiledRows, type InspectedHistory } from "../source/duckdb-rows.js";
import type { Database } from "./database.js";

type ParquetHistory = InspectedHistory & { readonly format: "parquet" | "csv" };

/**
 * Whether every step of every run comes once and has a number: in each file, a run's rows are together and their
 * steps rise, and the files of a run don't overlap. Reads steps only.
 */
export async function stepsAreUnique(history: ParquetHistory, database: Database): Promise<boolean> {
  const sql = duckdbFiledRows(history, [], true);
  const parts = await database.all(`SELECT run, file, min(step) AS first_step, max(step) AS last_step,
  count(*) FILTER (begins) AS begins, count(*) FILTER (step IS NULL OR NOT (begins OR coalesce(step > before, FALSE))) AS odd
FROM (
  SELECT run, file, step, lag(step) OVER () AS before,
    coalesce(run <> lag(run) OVER () OR file <> lag(file) OVER (), TRUE) AS begins
  FROM (${sql})
)
GROUP BY run, file
ORDER BY run, first_step`);
  return parts.every((part, i) => {
    const previous = parts[i - 1];
    const apart = previous?.run !== part.run || Number(previous?.last_step) < Number(part.first_step);
    return Number(part.begins) === 1 && Number(part.odd) === 0 && apart;
  });
}
