import { type HandKey, neededBy } from "./hand-written.js";

/** How a query by hand gets at its windows: as sums over frames, or as differences of running sums. */
export type HandForm = "frames" | "running sums";

const ORDER = "PARTITION BY key ORDER BY _step";
const rows = (first: string, last: number) =>
  `OVER (${ORDER} ROWS BETWEEN ${first} PRECEDING AND ${last === 0 ? "CURRENT ROW" : `${last} PRECEDING`})`;
const running = (of: string, skip: number) => `coalesce(sum(${of}) ${rows("UNBOUNDED", skip)}, 0)`;

/** The sum of the values from `first` to `last` back. */
const SUMS: Readonly<Record<HandForm, (of: string, first: number, last: number) => string>> = {
  frames: (of, first, last) => `sum(${of}) ${rows(String(first), last)}`,
  "running sums": (of, first, last) => `${running(of, last)} - ${running(of, first + 1)}`,
};

interface SummedCondition {
  /** Sums by name: of what, and from how many to how many values back. */
  readonly sums: Readonly<Record<string, readonly [string, number, number]>>;
  readonly holds: string;
}

/** The windows and the condition of each automation, as one would write them. */
const CONDITIONS: Readonly<Record<string, SummedCondition>> = {
  "average of 5": {
    sums: { total: ["loss", 4, 0] },
    holds: "total / 5 > 5.3 AND NOT isnan(total)",
  },
  "change of 10 against 50": {
    sums: { total: ["loss", 9, 0], before: ["loss", 59, 10] },
    holds: "abs(total / 10 - before / 50) >= 0.55 * abs(before / 50)",
  },
  "z-score of 30": {
    sums: { total: ["loss", 30, 1], squares: ["loss * loss", 30, 1] },
    holds: "abs(loss - total / 30) >= 4.2 * sqrt(squares / 30 - total * total / 900)",
  },
};

/** What a query by hand takes for the run: the hash of its name, or where no run has two files of the file's. */
const KEYS: Readonly<Record<HandKey, string>> = {
  // Names of this entity, project and runs have no underscores of their own.
  run: "xxhash64(substring_index(_metadata.file_name, '_', 3)) AS key",
  file: "xxhash64(_metadata.file_name) AS key",
};

const RUN = "regexp_extract(file, '([^/]*)_[0-9]+[.]runhistory', 1) AS run";

/** How a query by hand is written. */
export interface HandQuery {
  readonly form: HandForm;
  readonly key: HandKey;
  /** Whether it also tells the values that each firing looked at, as the compiled query does: those of as many consecutive steps. */
  readonly reports: boolean;
  /** What rows must meet. */
  readonly filter?: string;
}

/**
 * A window query for Spark as one would write it for one automation, with the 24-hour rule and no care for rounding:
 * on this data it finds the same firings. Running sums drift, which an automation's windows don't: a large value moves
 * every sum after it. Firings are sorted in one part, or Spark would find them twice, once to share them out.
 */
export function sparkByHand(
  name: string,
  files: string,
  { form, key, reports, filter = "TRUE" }: HandQuery,
): string {
  const { sums, holds } = CONDITIONS[name]!;
  const needed = neededBy(name);
  const windows = Object.entries(sums).map(([as, sum]) => `${SUMS[form](...sum)} AS ${as}`);
  const fired = "SELECT key, file, explode(fired) AS step FROM cooled";
  return `WITH held AS (
  SELECT key, file, _step, _timestamp
  FROM (
    SELECT key, file, _step, _timestamp, loss, row_number() OVER (${ORDER}) AS pos, ${windows.join(", ")}
    FROM (
      SELECT ${KEYS[key]}, _metadata.file_name AS file, _step, _timestamp, loss
      FROM parquet.\`${files}\`
      WHERE loss IS NOT NULL AND ${filter}
    )
  )
  WHERE ${holds} AND pos >= ${needed}
), cooled AS (
  SELECT key, min(file) AS file, aggregate(
    array_sort(collect_list(struct(_step, _timestamp))),
    struct(double('-Infinity') AS next, CAST(array() AS ARRAY<BIGINT>) AS fired),
    (state, held) -> CASE WHEN held._timestamp >= state.next
      THEN struct(held._timestamp + 86400 AS next, concat(state.fired, array(held._step)) AS fired)
      ELSE state END
  ).fired AS fired
  FROM held GROUP BY key
)
SELECT *
FROM (
  SELECT /*+ REPARTITION(1) */ * FROM (${reports ? windowsOf(needed, fired, key, files) : `SELECT ${RUN}, step FROM (${fired}) AS fired`}) AS found
) AS firings
ORDER BY run, step`;
}

function windowsOf(needed: number, fired: string, key: HandKey, files: string): string {
  return `SELECT /*+ BROADCAST(asked) */ ${RUN}, step,
  transform(array_sort(collect_list(struct(_step, loss))), row_ -> row_.loss) AS window_values
FROM (SELECT key, file, step, explode(sequence(step - ${needed - 1}, step)) AS _step FROM (${fired}) AS fired) AS asked
JOIN (SELECT ${KEYS[key]}, _step, loss FROM parquet.\`${files}\`) AS logged USING (key, _step)
GROUP BY key, file, step`;
}

/** The rows of runs with a learning rate below 0.1. */
export function withSmallRates(runs: string): string {
  return `_metadata.file_name IN (SELECT 'acme_vision_' || id || '_0.runhistory.parquet' FROM json.\`${runs}\` WHERE config.lr < 0.1)`;
}
