import { AggregatedMetric } from "./aggregated-metric.js";
import { MetricZScore } from "./metric-zscore.js";
import { DEFAULT_ZSCORE_WINDOW } from "./metric-zscore-filter.js";

/**
 * A metric of a run. Compared as it is, the latest value counts; aggregate it to look at a window.
 *
 * @example
 * ```ts
 * import { RunEvent } from "wandb-automations";
 *
 * const low = RunEvent.metric("accuracy").lt(0.5);
 * const falling = RunEvent.metric("loss").avg(20).decreasesBy({ frac: 0.1 });
 * const outlier = RunEvent.metric("grad_norm").zscore().abs().gt(3);
 * console.log(`${low}; ${falling}; ${outlier}`);
 * ```
 */
export class Metric extends AggregatedMetric {
  constructor(name: string) {
    super(name, null, undefined);
  }

  /** Its greatest value in the last `window` logged values. */
  max(window?: number): AggregatedMetric {
    return new AggregatedMetric(this.name, "max", window);
  }
  /** Its least value in the last `window` logged values. */
  min(window?: number): AggregatedMetric {
    return new AggregatedMetric(this.name, "min", window);
  }
  /** Its average over the last `window` logged values. */
  avg(window?: number): AggregatedMetric {
    return new AggregatedMetric(this.name, "average", window);
  }
  /** Its average over the last `window` logged values. */
  mean(window?: number): AggregatedMetric {
    return this.avg(window);
  }
  /** The sum of its last `window` logged values. No W&B server is known to evaluate it: see docs/semantics.md. */
  sum(window?: number): AggregatedMetric {
    return new AggregatedMetric(this.name, "sum", window);
  }
  /** How far its latest value is from the `window` values before it, in standard deviations. */
  zscore(window: number = DEFAULT_ZSCORE_WINDOW): MetricZScore {
    return new MetricZScore(this.name, window, false);
  }
}
