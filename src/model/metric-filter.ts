import type { MetricChangeFilter } from "./metric-change-filter.js";
import type { MetricThresholdFilter } from "./metric-threshold-filter.js";
import type { MetricZScoreFilter } from "./metric-zscore-filter.js";

/** Any condition on a metric. */
export type MetricFilter = MetricThresholdFilter | MetricChangeFilter | MetricZScoreFilter;
