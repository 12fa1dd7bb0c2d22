import type { Dialect } from "../dialect.js";
import type { Cte } from "./cte.js";
import { ExactArithmetic } from "./exact-arithmetic.js";

/** Halves of a sum or of a sum of squares must stay inside a double's range. */
const LARGE = 2 ** 960;
const LARGE_ROOT = 2 ** 460;

/**
 * Steps from `doubtful_windows (automation, run, place, side, aggregation, list)` to `exact_windows (automation, run,
 * place, side, level, deviation)`: the aggregate of every list as if there were no rounding, then rounded once to the
 * nearest double; for a baseline also the population standard deviation.
 */
export function exactSteps(d: Dialect): Cte[] {
  const exact = new ExactArithmetic(d);
  const key = "automation, run, place, side";
  const zero = d.double(0);
  const infinity = d.double(Number.POSITIVE_INFINITY);
  const nan = d.double(Number.NaN);
  const n = `CAST(n AS DOUBLE)`;
  const root = `aggregation = 'BASELINE'`;
  const scale = [
    "CASE",
    `  WHEN ${root} AND largest > ${d.double(LARGE_ROOT)} THEN ${d.double(2 ** -600)}`,
    `  WHEN ${root} AND largest < ${d.double(1 / LARGE_ROOT)} THEN ${d.double(2 ** 600)}`,
    `  WHEN largest > ${d.double(LARGE)} THEN ${d.double(2 ** -100)}`,
    `  ELSE ${d.double(1)}`,
    "END",
  ];
  const special = [
    "CASE",
    `  WHEN isnan(greatest_value) THEN ${nan}`,
    // Equal values have themselves as mean, whatever a sum would round to.
    "  WHEN least_value = greatest_value AND aggregation <> 'SUM' THEN least_value",
    `  WHEN ${root} AND largest = ${infinity} THEN ${nan}`,
    `  WHEN least_value = -${infinity} AND greatest_value = ${infinity} THEN ${nan}`,
    `  WHEN least_value = -${infinity} THEN least_value`,
    `  WHEN greatest_value = ${infinity} THEN greatest_value`,
    "END",
  ];
  const negative = `(-${n})`;
  const square = (list: string) => exact.product(list, list, -1, ["b", "c"]);
  const joined = (...lists: string[]) => exact.sum(d.concat(...lists));
  const end = (expansion: string) =>
    `CASE WHEN ${d.size(expansion)} = 0 THEN ${zero} ELSE ${d.item(expansion, -1)} END`;
  return [
    {
      name: "window_bounds",
      comment: "What is special about a window in doubt.",
      sql: `SELECT *, ${d.size("list")} AS n, ${d.least("list")} AS least_value, ${d.greatest("list")} AS greatest_value,\n  ${d.greatest(d.map("list", "x", "abs(x)"))} AS largest\nFROM doubtful_windows`,
    },
    {
      name: "window_sums",
      comment:
        "Its exact sum, as doubles that don't overlap; scaled by a power of two where the range needs it.",
      sql: `SELECT ${key}, aggregation, n, special, factor, list,\n  ${exact.sum("list")} AS total\nFROM (\n  SELECT *, CASE WHEN special IS NULL THEN ${d.map("values_", "x", "x * factor")} ELSE ${d.emptyList} END AS list\n  FROM (\n    SELECT ${key}, aggregation, n, list AS values_,\n${special.map((line) => `      ${line}`).join("\n")} AS special,\n${scale.map((line) => `      ${line}`).join("\n")} AS factor\n    FROM window_bounds\n  ) AS bounds\n) AS scaled`,
    },
    {
      name: "window_means",
      comment:
        "Sum and mean, each the double nearest to the exact one: a first quotient, a correction, and the sign of what is left.",
      sql: `SELECT ${key}, aggregation, n, special, factor, total, list, sum_,\n  CASE WHEN correction = 0 THEN quotient ELSE ${exact.nearest(d.list(end("left_over"), "correction", "quotient"))} END AS mean\nFROM (\n  SELECT *, ${joined("residue", exact.multiple("correction", negative))} AS left_over\n  FROM (\n    SELECT *, ${exact.nearest("residue")} / ${n} AS correction\n    FROM (\n      SELECT *, ${joined("total", exact.multiple("quotient", negative))} AS residue\n      FROM (\n        SELECT *, sum_ / ${n} AS quotient FROM (SELECT *, ${exact.nearest("total")} AS sum_ FROM window_sums) AS a\n      ) AS b\n    ) AS c\n  ) AS d\n) AS e`,
    },
    {
      name: "window_variances",
      comment: "n² times the variance of a baseline, n Σx² − (Σx)², without rounding.",
      sql: `SELECT *, CASE WHEN ${root} THEN ${joined(d.flatten(d.map("squares", "y", exact.multiple("y", n))), square("total"))} ELSE ${d.emptyList} END AS variance\nFROM (\n  SELECT *, CASE WHEN ${root} THEN ${exact.sum(exact.squares("list"))} ELSE ${d.emptyList} END AS squares\n  FROM window_means\n) AS squared`,
    },
    {
      name: "exact_windows",
      comment:
        "The aggregates, and the deviation by one step of Newton's method and the sign of what is left.",
      sql: `SELECT ${key},\n  CASE WHEN special IS NOT NULL THEN special WHEN aggregation = 'SUM' THEN sum_ / factor ELSE mean / factor END AS level,\n  CASE WHEN isnan(special) THEN special WHEN special IS NOT NULL THEN ${zero}\n    ELSE ${exact.nearest(d.list(end("left_over"), "correction", "root_"))} / factor END AS deviation\nFROM (\n  SELECT *, ${joined("variance", square(d.concat(exact.multiple("root_", n), exact.multiple("correction", n))))} AS left_over\n  FROM (\n    SELECT *, CASE WHEN root_ > 0 THEN ${exact.nearest(joined("variance", square(exact.multiple("root_", n))))} / (2 * ${n} * ${n} * root_) ELSE ${zero} END AS correction\n    FROM (\n      SELECT *, sqrt(${exact.nearest("variance")}) / ${n} AS root_ FROM window_variances\n    ) AS a\n  ) AS b\n) AS c`,
    },
  ];
}
