import type { Dialect } from "../dialect.js";
import type { Cte } from "./cte.js";
import { ExactArithmetic } from "./exact-arithmetic.js";

/** Halves of a sum or of a sum of squares must stay inside a double's range. */
const LARGE = 2 ** 960;
const LARGE_ROOT = 2 ** 460;

const BASELINE = "aggregation = 'BASELINE'";
const COUNT = "CAST(n AS DOUBLE)";

/**
 * Steps from `doubtful_windows (automation, run, place, time, value, side, aggregation, list)` to `exact_windows
 * (automation, run, place, time, value, side, level, deviation)`: the aggregate of every list as if there were no rounding, then rounded once to the
 * nearest double; for a baseline also the population standard deviation.
 */
export function exactSteps(d: Dialect): Cte[] {
  const exact = new ExactArithmetic(d);
  const sumOf = (...lists: string[]) => exact.sum(d.concat(...lists));
  const minusTimes = (x: string) => exact.multiple(x, `(-${COUNT})`);
  const times = (x: string) => exact.multiple(x, COUNT);
  const minusSquare = (list: string) => exact.product(list, list, -1, ["b", "c"]);
  const zero = d.double(0);
  const forBaseline = (sql: string) => `CASE WHEN ${BASELINE} THEN ${sql} ELSE ${d.emptyList} END`;
  const level = `CASE WHEN special IS NOT NULL THEN special WHEN aggregation = 'SUM' THEN sum_ / factor ELSE mean / factor END`;
  const deviation = `${exact.corrected("root_", "root_fine", "root_left")} / factor`;
  const correction = (residue: string) =>
    `CASE WHEN root_ > 0 THEN ${d.divide(exact.near(residue), `(2 * ${COUNT} * ${COUNT} * root_)`)} ELSE ${zero} END`;
  const offBy = (corrected: string) =>
    sumOf("variance", minusSquare(d.concat(times("root_"), times(corrected))));
  return [
    step(
      "window_bounds",
      "The values in a window in doubt, and what is special about them.",
      "doubtful_windows",
      {
        n: d.size("list"),
        least_value: d.least("list"),
        greatest_value: d.greatest("list"),
        largest: d.greatest(d.map("list", "x", "abs(x)")),
      },
    ),
    step(
      "window_scales",
      "Windows that need no sum, and powers of two that keep sums in range.",
      "window_bounds",
      {
        special: special(d),
        factor: factor(d),
      },
    ),
    step("window_values", "What is added up.", "window_scales", {
      addends: `CASE WHEN special IS NULL THEN ${d.map("list", "x", "x * factor")} ELSE ${d.emptyList} END`,
    }),
    step(
      "window_sums",
      "Exact sums, as doubles that don't overlap; of squares, too, for baselines.",
      "window_values",
      {
        total: exact.sum("addends"),
        squares: forBaseline(exact.sum(exact.squares("addends"))),
      },
    ),
    step(
      "window_quotients",
      "Sums as the nearest double, a first mean, and n² times the variance: n Σx² − (Σx)².",
      "window_sums",
      {
        sum_: exact.nearest("total"),
        quotient: d.divide(exact.near("total"), COUNT),
        variance: forBaseline(sumOf(d.flatten(d.map("squares", "y", times("y"))), minusSquare("total"))),
      },
    ),
    step(
      "window_residues",
      "What n times the first mean is off by, and a first deviation.",
      "window_quotients",
      {
        residue: sumOf("total", minusTimes("quotient")),
        root_: d.divide(`sqrt(${exact.near("variance")})`, COUNT),
      },
    ),
    step(
      "window_roots",
      "The mean's correction, and what the square of the first deviation is off by.",
      "window_residues",
      {
        correction: d.divide(exact.near("residue"), COUNT),
        root_residue: sumOf("variance", minusSquare(times("root_"))),
      },
    ),
    step(
      "window_corrections",
      "The deviation's correction, and what then is left of the mean: its sign breaks ties.",
      "window_roots",
      {
        rest: sumOf("residue", minusTimes("correction")),
        root_correction: correction("root_residue"),
      },
    ),
    step(
      "window_rests",
      "The mean to the last bit, and what is left of the deviation.",
      "window_corrections",
      {
        mean: exact.corrected("quotient", "correction", "rest"),
        root_rest: forBaseline(offBy("root_correction")),
      },
    ),
    step(
      "window_fine_roots",
      "The deviation's correction again: the first one neglects its own square, which matters where roots are ties.",
      "window_rests",
      { root_fine: `root_correction + ${correction("root_rest")}` },
    ),
    step("window_fine_rests", "What then is left of the deviation.", "window_fine_roots", {
      root_left: forBaseline(offBy("root_fine")),
    }),
    {
      name: "exact_windows",
      comment: "The aggregates to the last bit.",
      sql: `SELECT automation, run, place, time, value, side,
  ${level} AS level,
  CASE WHEN isnan(special) THEN special WHEN special IS NOT NULL THEN ${zero} ELSE ${deviation} END AS deviation
FROM window_fine_rests`,
    },
  ];
}

function step(name: string, comment: string, from: string, columns: Readonly<Record<string, string>>): Cte {
  const added = Object.entries(columns).map(([column, sql]) => `,\n  ${sql} AS ${column}`);
  return { name, comment, sql: `SELECT *${added.join("")}\nFROM ${from}` };
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
