import { neededBy } from "./hand-written.js";

/** How a query by hand gets at its windows: as aggregates over frames, or as differences of running sums. */
export type HandForm = "frames" | "running sums";

const ORDER = "PARTITION BY key ORDER BY _step";
const frame = (first: number, last: number) =>
  `OVER (${ORDER} ROWS BETWEEN ${first} PRECEDING AND ${last === 0 ? "CURRENT ROW" : `${last} PRECEDING`})`;
const running = (of: string, skip: number) =>
  `coalesce(sum(${of}) OVER (${ORDER} ROWS BETWEEN UNBOUNDED PRECEDING AND ${skip === 0 ? "CURRENT ROW" : `${skip} PRECEDING`}), 0)`;
/** The sum of the values from `first` to `last` back, as a difference. */
const between = (of: string, first: number, last: number) =>
  `${running(of, last)} - ${running(of, first + 1)}`;

/** The windows and the condition of each automation, as one would write them. */
const CONDITIONS: Readonly<Record<string, Readonly<Record<HandForm, readonly [string, string]>>>> = {
  "average of 5": {
    frames: [`avg(loss) ${frame(4, 0)} AS average`, "average > 5.3 AND pos >= 5"],
    "running sums": [`${between("loss", 4, 0)} AS total`, "total / 5 > 5.3 AND pos >= 5"],
  },
  "change of 10 against 50": {
    frames: [
      `avg(loss) ${frame(9, 0)} AS average, avg(loss) ${frame(59, 10)} AS before`,
      "abs(try_divide(average - before, abs(before))) >= 0.55 AND pos >= 60",
    ],
    "running sums": [
      `${between("loss", 9, 0)} AS total, ${between("loss", 59, 10)} AS before`,
      "abs(total / 10 - before / 50) >= 0.55 * abs(before / 50) AND pos >= 60",
    ],
  },
  "z-score of 30": {
    frames: [
      `avg(loss) ${frame(30, 1)} AS mean, stddev_pop(loss) ${frame(30, 1)} AS deviation`,
      "abs(loss - mean) >= 4.2 * deviation AND pos >= 31",
    ],
    "running sums": [
      `${between("loss", 30, 1)} AS total, ${between("loss * loss", 30, 1)} AS squares`,
      "abs(loss - total / 30) >= 4.2 * sqrt(squares / 30 - total * total / 900) AND pos >= 31",
    ],
  },
};

const RUN = "regexp_extract(file, '([^/]*)_[0-9]+[.]runhistory', 1) AS run";

/**
 * A window query for Spark as one would write it for one automation, with the 24-hour rule and no care for rounding:
 * on this data it finds the same firings. It tells runs by a hash of the file's name, as no run has two files.
 *
 * @param reports whether it also tells the values that each firing looked at, as the compiled query does: those of as
 *   many consecutive steps
 * @param filter what rows must meet
 */
export function sparkByHand(
  name: string,
  files: string,
  form: HandForm,
  { reports = false, filter = "TRUE" }: { reports?: boolean; filter?: string } = {},
): string {
  const [windows, condition] = CONDITIONS[name]![form];
  const fired = "SELECT file, explode(fired) AS step FROM cooled";
  return `WITH held AS (
  SELECT file, _step, _timestamp
  FROM (
    SELECT file, _step, _timestamp, loss, row_number() OVER (${ORDER}) AS pos, ${windows}
    FROM (
      SELECT xxhash64(_metadata.file_name) AS key, _metadata.file_name AS file, _step, _timestamp, loss
      FROM parquet.\`${files}\`
      WHERE ${filter}
    )
  )
  WHERE ${condition}
), cooled AS (
  SELECT file, aggregate(
    array_sort(collect_list(struct(_step, _timestamp))),
    struct(double('-Infinity') AS next, CAST(array() AS ARRAY<BIGINT>) AS fired),
    (state, held) -> CASE WHEN held._timestamp >= state.next
      THEN struct(held._timestamp + 86400 AS next, concat(state.fired, array(held._step)) AS fired)
      ELSE state END
  ).fired AS fired
  FROM held GROUP BY file
)
${reports ? windowsOf(neededBy(name), fired, files) : `SELECT ${RUN}, step FROM (${fired}) AS fired`}
ORDER BY run, step`;
}

function windowsOf(needed: number, fired: string, files: string): string {
  return `SELECT /*+ BROADCAST(asked) */ ${RUN}, step,
  transform(array_sort(collect_list(struct(_step, loss))), row_ -> row_.loss) AS window_values
FROM (SELECT file, step, explode(sequence(step - ${needed - 1}, step)) AS _step FROM (${fired}) AS fired) AS asked
JOIN (SELECT _metadata.file_name AS file, _step, loss FROM parquet.\`${files}\`) AS logged USING (file, _step)
GROUP BY file, step`;
}

/** The rows of runs with a learning rate below 0.1. */
export function withSmallRates(runs: string): string {
  return `_metadata.file_name IN (SELECT 'acme_vision_' || id || '_0.runhistory.parquet' FROM json.\`${runs}\` WHERE config.lr < 0.1)`;
}
