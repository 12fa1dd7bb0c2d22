import type { HistoryWarning } from "../../history/run-history.js";

/** A question about the steps before `history`: which rows weren't used, or got a number for their step, by run. */
export const DROPPED_ROWS = `SELECT run, count(*) AS dropped, min(step) AS step, 'went_back' AS code
FROM placed WHERE step < farthest GROUP BY run
UNION ALL
SELECT run, count(*) AS dropped, CAST(NULL AS BIGINT) AS step, 'bad_step' AS code
FROM logged WHERE odd_step GROUP BY run
UNION ALL
SELECT run, count(*) AS dropped, CAST(NULL AS BIGINT) AS step, 'no_step' AS code
FROM placed WHERE numbered GROUP BY run
ORDER BY run, code DESC LIMIT 1000`;

/** A row of the answer as the warning that readers of files give. */
export function toWarning({ run, dropped, step, code }: Readonly<Record<string, unknown>>): HistoryWarning {
  if (code === "no_step") {
    return { code, run: String(run), message: "rows have no _step: they are numbered, beginning with 0" };
  }
  const rows = Number(dropped) === 1 ? "1 row was" : `${dropped} rows were`;
  if (code === "bad_step") {
    return { code, run: String(run), message: `${rows} dropped: _step isn't an integer` };
  }
  const message = `${rows} dropped: their steps went back, the lowest to ${step}`;
  return { code: "went_back", run: String(run), step: Number(step), message };
}
