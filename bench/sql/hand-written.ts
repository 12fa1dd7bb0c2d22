/** The windows and the condition of each automation, as one would write them. */
const CONDITIONS: Readonly<Record<string, readonly [windows: string, condition: string]>> = {
  "average of 5": ["avg(loss) OVER (w ROWS 4 PRECEDING) AS average", "average > 5.3 AND pos >= 5"],
  "change of 10 against 50": [
    "avg(loss) OVER (w ROWS 9 PRECEDING) AS average, avg(loss) OVER (w ROWS BETWEEN 59 PRECEDING AND 10 PRECEDING) AS before",
    "abs((average - before) / abs(before)) >= 0.55 AND pos >= 60",
  ],
  "z-score of 30": [
    "avg(loss) OVER (w ROWS BETWEEN 30 PRECEDING AND 1 PRECEDING) AS mean, stddev_pop(loss) OVER (w ROWS BETWEEN 30 PRECEDING AND 1 PRECEDING) AS deviation",
    "abs((loss - mean) / deviation) >= 4.2 AND pos >= 31",
  ],
};

/**
 * A window query as one would write it for one automation, with the 24-hour rule and no care for rounding: on this
 * data it finds the same firings.
 */
export function handWritten(name: string, files: string): string {
  const [windows, condition] = CONDITIONS[name]!;
  return `WITH held AS (
  SELECT filename, _step, _timestamp
  FROM (
    SELECT filename, _step, _timestamp, loss, row_number() OVER w AS pos, ${windows}
    FROM read_parquet('${files}', filename = true)
    WINDOW w AS (PARTITION BY filename ORDER BY _step)
  )
  WHERE ${condition}
), cooled AS (
  SELECT filename, list_reduce(
    list([_step::DOUBLE, _timestamp] ORDER BY _step),
    lambda fired, held: CASE WHEN held[2] >= fired[1] THEN [held[2] + 86400] || fired[2:] || [held[1]] ELSE fired END,
    ['-inf'::DOUBLE]
  ) AS fired
  FROM held GROUP BY filename
)
SELECT regexp_extract(filename, '([^/]*)_[0-9]+[.]runhistory', 1) AS run, unnest(fired[2:])::BIGINT AS step
FROM cooled ORDER BY run, step`;
}
