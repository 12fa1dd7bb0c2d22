/** An automation as one would write it: its windows, what they must meet, and how many values it looks at. */
interface HandCondition {
  readonly windows: string;
  readonly condition: string;
  readonly needed: number;
}

const CONDITIONS: Readonly<Record<string, HandCondition>> = {
  "average of 5": {
    windows: "avg(loss) OVER (w ROWS 4 PRECEDING) AS average",
    condition: "average > 5.3",
    needed: 5,
  },
  "change of 10 against 50": {
    windows:
      "avg(loss) OVER (w ROWS 9 PRECEDING) AS average, avg(loss) OVER (w ROWS BETWEEN 59 PRECEDING AND 10 PRECEDING) AS before",
    condition: "abs((average - before) / abs(before)) >= 0.55",
    needed: 60,
  },
  "z-score of 30": {
    windows:
      "avg(loss) OVER (w ROWS BETWEEN 30 PRECEDING AND 1 PRECEDING) AS mean, stddev_pop(loss) OVER (w ROWS BETWEEN 30 PRECEDING AND 1 PRECEDING) AS deviation",
    condition: "abs((loss - mean) / deviation) >= 4.2",
    needed: 31,
  },
};

/** How many values an automation looks at. */
export function neededBy(name: string): number {
  return CONDITIONS[name]!.needed;
}

const RUN = "regexp_extract(filename, '([^/]*)_[0-9]+[.]runhistory', 1)";

/** What a query by hand takes for the run: its name, or where no run has two files the file's number, which sorts faster. */
export type HandKey = "run" | "file";

const FIRED = "(SELECT key, unnest(fired[2:])::BIGINT AS step FROM cooled)";

/**
 * A window query as one would write it for one automation, with the 24-hour rule and no care for rounding: on this
 * data it finds the same firings.
 *
 * @param reports whether it also tells the values that each firing looked at, as the compiled query does: those of as
 *   many consecutive steps
 * @param filter what rows must meet
 */
export function handWritten(
  name: string,
  files: string,
  key: HandKey,
  { reports = false, filter = "TRUE" }: { reports?: boolean; filter?: string } = {},
): string {
  const { windows, condition, needed } = CONDITIONS[name]!;
  const runKey = key === "run" ? RUN : "file_index";
  const found = reports ? windowsOf(needed, runKey, files) : FIRED;
  const names = `(SELECT DISTINCT file_index AS key, ${RUN} AS run FROM read_parquet('${files}'))`;
  return `WITH held AS (
  SELECT key, _step, _timestamp
  FROM (
    SELECT key, _step, _timestamp, loss, row_number() OVER w AS pos, ${windows}
    FROM (SELECT ${runKey} AS key, _step, _timestamp, loss FROM read_parquet('${files}') WHERE loss IS NOT NULL AND ${filter})
    WINDOW w AS (PARTITION BY key ORDER BY _step)
  )
  WHERE ${condition} AND pos >= ${needed}
), cooled AS (
  SELECT key, list_reduce(
    list([_step::DOUBLE, _timestamp] ORDER BY _step),
    lambda fired, held: CASE WHEN held[2] >= fired[1] THEN [held[2] + 86400] || fired[2:] || [held[1]] ELSE fired END,
    ['-inf'::DOUBLE]
  ) AS fired
  FROM held GROUP BY key
)
SELECT ${key === "run" ? "key AS run" : "run"}, step${reports ? ", window_values" : ""}
FROM ${found} AS found${key === "run" ? "" : ` JOIN ${names} AS names USING (key)`}
ORDER BY run, step`;
}

function windowsOf(needed: number, runKey: string, files: string): string {
  return `(
  SELECT key, step, list(loss ORDER BY _step) AS window_values
  FROM (SELECT key, step, unnest(generate_series(step - ${needed - 1}, step)) AS _step FROM ${FIRED}) AS asked
  JOIN (SELECT ${runKey} AS key, _step, loss FROM read_parquet('${files}')) AS logged USING (key, _step)
  GROUP BY key, step
)`;
}

/** The rows of runs with a learning rate below 0.1, by the names of files, which tells DuckDB which ones to read. */
export function withSmallRates(runs: string, exports: string): string {
  return `filename IN (SELECT '${exports}/acme_vision_' || id || '_0.runhistory.parquet' FROM read_json('${runs}') WHERE config.lr < 0.1)`;
}
