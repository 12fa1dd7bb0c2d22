import type { Cte } from "./cte.js";

/** Files are told by so many slots: few enough to plan with, and so many that few files share one. */
const SLOTS = 4096;

/** The slot of a file, given its key. */
function slotOf(key: string): string {
  return `CAST(pmod(${key}, ${SLOTS}) AS INT)`;
}

/** Whether to read a file, given its key: where nothing is known of `filesAsked(name)`, every one. */
export function fileAsked(name: string, key: string): string {
  return `coalesce(get(${name}_files, ${slotOf(key)}), TRUE)`;
}

/**
 * Which files to read, for Spark leaves out what it needn't read when it plans, and knows variables then. Where half of
 * all files are wanted, that costs more than it saves: null.
 *
 * @param comment which files those are
 * @param wanted a query of their keys, `(told_key)`
 */
export function filesAsked(name: string, comment: string, wanted: string): Cte {
  return {
    name: `${name}_files`,
    comment: `${comment}, by their hashes; null where they are many.`,
    variable: "ARRAY<BOOLEAN>",
    sql: `SELECT CASE WHEN 2 * size(slots) < least(files, ${SLOTS}) THEN transform(sequence(0, ${SLOTS - 1}), slot -> array_contains(slots, slot)) END
FROM (
  SELECT count(told_key) AS files, collect_set(slot) AS slots
  FROM (
    SELECT told_key, CAST(NULL AS INT) AS slot FROM run_names
    UNION ALL
    SELECT NULL AS told_key, ${slotOf("told_key")} AS slot FROM (${wanted}) AS wanted
  ) AS told
) AS found`,
  };
}
