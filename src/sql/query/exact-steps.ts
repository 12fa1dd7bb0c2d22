import type { Dialect } from "../dialect.js";
import type { Cte } from "./cte.js";
import { ExactArithmetic } from "./exact-arithmetic.js";

/** Halves of a sum or of a sum of squares must stay inside a double's range. */
const LARGE = 2 ** 960;
const LARGE_ROOT = 2 ** 460;

const BASELINE = "aggregation = 'BASELINE'";
const COUNT = "CAST(n AS DOUBLE)";

/** A step that adds columns to those of the step before; those of deviations only where there are baselines. */
interface Work {
  readonly name: string;
  readonly comment: string;
  readonly columns?: Readonly<Record<string, string>>;
  readonly deviations?: Readonly<Record<string, string>>;
}

/**
 * Steps from `doubtful_windows (automation, run, place, time, value, side, aggregation, list)` to `exact_windows
 * (automation, run, place, time, value, side, level, deviation)`: the aggregate of every list as if there were no rounding, then rounded once to the
 * nearest double; for a baseline also the population standard deviation.
 *
 * @param baselines whether any list is a baseline: without, a database has far less to plan
 */
export function exactSteps(baselines: boolean, d: Dialect): Cte[] {
  const exact = new ExactArithmetic(d);
  const sumOf = (...lists: string[]) => exact.sum(d.concat(...lists));
  const minusTimes = (x: string) => exact.multiple(x, `(-${COUNT})`);
  const times = (x: string) => exact.multiple(x, COUNT);
  const minusSquare = (list: string) => exact.product(list, list, -1, ["b", "c"]);
  const zero = d.double(0);
  const forBaseline = (sql: string) => `CASE WHEN ${BASELINE} THEN ${sql} ELSE ${d.emptyList} END`;
  const correction = (residue: string) =>
    `CASE WHEN root_ > 0 THEN ${d.divide(exact.near(residue), `(2 * ${COUNT} * ${COUNT} * root_)`)} ELSE ${zero} END`;
  const offBy = (corrected: string) =>
    sumOf("variance", minusSquare(d.concat(times("root_"), times(corrected))));
  const works: readonly Work[] = [
    {
      name: "window_bounds",
      comment: "The values in a window in doubt, and what is special about them.",
      columns: {
        n: d.size("list"),
        least_value: d.least("list"),
        greatest_value: d.greatest("list"),
        largest: d.greatest(d.map("list", "x", "abs(x)")),
      },
    },
    {
      name: "window_scales",
      comment: "Windows that need no sum, and powers of two that keep sums in range.",
      columns: { special: special(d), factor: factor(d) },
    },
    {
      name: "window_values",
      comment: "What is added up.",
      columns: {
        addends: `CASE WHEN special IS NULL THEN ${d.map("list", "x", "x * factor")} ELSE ${d.emptyList} END`,
      },
    },
    {
      name: "window_sums",
      comment: "Exact sums, as doubles that don't overlap; of squares, too, for baselines.",
      columns: { total: exact.sum("addends") },
      deviations: { squares: forBaseline(exact.sum(exact.squares("addends"))) },
    },
    {
      name: "window_quotients",
      comment:
        "Sums as the nearest double, a first mean; for baselines n² times the variance, n Σx² − (Σx)².",
      columns: { sum_: exact.nearest("total"), quotient: d.divide(exact.near("total"), COUNT) },
      deviations: {
        variance: forBaseline(sumOf(d.flatten(d.map("squares", "y", times("y"))), minusSquare("total"))),
      },
    },
    {
      name: "window_residues",
      comment: "What n times the first mean is off by, and a first deviation.",
      columns: { residue: sumOf("total", minusTimes("quotient")) },
      deviations: { root_: d.divide(`sqrt(${exact.near("variance")})`, COUNT) },
    },
    {
      name: "window_roots",
      comment: "The mean's correction, and what the square of the first deviation is off by.",
      columns: { correction: d.divide(exact.near("residue"), COUNT) },
      deviations: { root_residue: sumOf("variance", minusSquare(times("root_"))) },
    },
    {
      name: "window_corrections",
      comment: "The deviation's correction, and what then is left of the mean: its sign breaks ties.",
      columns: { rest: sumOf("residue", minusTimes("correction")) },
      deviations: { root_correction: correction("root_residue") },
    },
    {
      name: "window_rests",
      comment: "The mean to the last bit, and what is left of the deviation.",
      columns: { mean: exact.corrected("quotient", "correction", "rest") },
      deviations: { root_rest: forBaseline(offBy("root_correction")) },
    },
    {
      name: "window_fine_roots",
      comment:
        "The deviation's correction again: the first one neglects its own square, which matters where roots are ties.",
      deviations: { root_fine: `root_correction + ${correction("root_rest")}` },
    },
    {
      name: "window_fine_rests",
      comment: "What then is left of the deviation.",
      deviations: { root_left: forBaseline(offBy("root_fine")) },
    },
  ];
  const steps: Cte[] = [];
  let from = "doubtful_windows";
  for (const { name, comment, columns = {}, deviations = {} } of works) {
    const added = Object.entries({ ...columns, ...(baselines ? deviations : {}) });
    if (added.length === 0) continue;
    const sql = added.map(([column, expression]) => `,\n  ${expression} AS ${column}`).join("");
    steps.push({ name, comment, sql: `SELECT *${sql}\nFROM ${from}` });
    from = name;
  }
  const level = `CASE WHEN special IS NOT NULL THEN special WHEN aggregation = 'SUM' THEN sum_ / factor ELSE mean / factor END`;
  const root = `${exact.corrected("root_", "root_fine", "root_left")} / factor`;
  const deviation = `CASE WHEN isnan(special) THEN special WHEN special IS NOT NULL THEN ${zero} ELSE ${root} END`;
  const last: Cte = {
    name: "exact_windows",
    comment: "The aggregates to the last bit.",
    sql: `SELECT automation, run, place, time, value, side,
  ${level} AS level,
  ${baselines ? deviation : zero} AS deviation
FROM ${from}`,
  };
  return [...steps, last];
}

/** Aggregates that are known without a sum: of equal values, and where some aren't finite. */
function special(d: Dialect): string {
  const infinity = d.double(Number.POSITIVE_INFINITY);
  const nan = d.double(Number.NaN);
  return `CASE
    WHEN isnan(greatest_value) THEN ${nan}
    WHEN least_value = greatest_value AND aggregation <> 'SUM' THEN least_value
    WHEN ${BASELINE} AND largest = ${infinity} THEN ${nan}
    WHEN least_value = -${infinity} AND greatest_value = ${infinity} THEN ${nan}
    WHEN least_value = -${infinity} THEN least_value
    WHEN greatest_value = ${infinity} THEN greatest_value
  END`;
}

function factor(d: Dialect): string {
  return `CASE
    WHEN ${BASELINE} AND largest > ${d.double(LARGE_ROOT)} THEN ${d.double(2 ** -600)}
    WHEN ${BASELINE} AND largest < ${d.double(1 / LARGE_ROOT)} THEN ${d.double(2 ** 600)}
    WHEN largest > ${d.double(LARGE)} THEN ${d.double(2 ** -100)}
    ELSE ${d.double(1)}
  END`;
}
