import type { Dialect } from "../dialect.js";
import { POSITION } from "./clipped-columns.js";
import type { Cte } from "./cte.js";
import { metricSeries } from "./metric-steps.js";
import type { MetricGroup } from "./plan.js";
import type { RunKey } from "./run-key.js";
import { runningSeries } from "./running-steps.js";

/** `numbered_<k>`: the logged values of a metric, counted per run, each with the place of the run's first one. */
export function numberedValues(group: MetricGroup, k: number, key: RunKey, d: Dialect): Cte {
  const order = `PARTITION BY ${key.column} ORDER BY place`;
  const series = d.addsUp ? runningSeries : metricSeries;
  return {
    ...series(group, k, key, [
      `row_number() OVER (${order}) AS ${POSITION}`,
      `min(place) OVER (${order} ROWS UNBOUNDED PRECEDING) AS first_place`,
    ]),
    name: `numbered_${k}`,
    comment: `The logged values of ${JSON.stringify(group.name)}, numbered.`,
  };
}
