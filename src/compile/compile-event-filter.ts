import type { AutomationEvent } from "../model/automation-event.js";
import type { FilterExpression } from "../model/filter-expression.js";
import type { MetricFilter } from "../model/metric-filter.js";
import type { Aggregation, Comparison } from "../model/metric-vocabulary.js";
import { EVERY_RUN } from "../model/run-filter.js";
import type { WireAggregation, WireChangeDirection, WireChangeType, WireComparison } from "../wire/enums.js";
import type { JsonObject } from "../wire/json.js";
import { wrapArtifactFilter, wrapRunFilter } from "./simplify-filter.js";

/** What almost every event says about runs: put into words once. */
const EVERY_RUN_TEXT = /* @__PURE__ */ JSON.stringify(/* @__PURE__ */ wrapRunFilter(EVERY_RUN));

function runFilterText(run: FilterExpression): string {
  return run === EVERY_RUN ? EVERY_RUN_TEXT : JSON.stringify(wrapRunFilter(run));
}

const AGGREGATION: Record<Aggregation, WireAggregation> = {
  min: "MIN",
  max: "MAX",
  average: "AVERAGE",
  sum: "SUM",
};

const COMPARISON: Record<Comparison, WireComparison> = {
  ">": "$gt",
  ">=": "$gte",
  "<": "$lt",
  "<=": "$lte",
  "==": "$eq",
  "!=": "$ne",
};

/** The `eventFilter` of an event: JSON as text, as mutations take it. The order of its keys is Python's. */
export function compileEventFilter(event: AutomationEvent): string {
  switch (event.kind) {
    case "OnRunMetric":
      return JSON.stringify({
        run_filter: runFilterText(event.filter.run),
        run_metric_filter: metricFilter(event.filter.metric),
        metric_filter: null,
      });
    case "OnRunState":
      return JSON.stringify({
        run_filter: runFilterText(event.filter.run),
        run_state_filter: { states: event.filter.state.states.map((state) => state.toUpperCase()) },
      });
    default:
      return JSON.stringify(wrapArtifactFilter(event.filter));
  }
}

function metricFilter(metric: MetricFilter): JsonObject {
  switch (metric.kind) {
    case "threshold":
      return {
        threshold_filter: {
          name: metric.name,
          agg_op: metric.agg && AGGREGATION[metric.agg],
          window_size: metric.window,
          cmp_op: COMPARISON[metric.cmp],
          threshold: metric.threshold,
        },
      };
    case "change":
      return {
        change_filter: {
          name: metric.name,
          agg_op: metric.agg && AGGREGATION[metric.agg],
          current_window_size: metric.window,
          change_amount: metric.amount,
          prior_window_size: metric.priorWindow,
          change_type: metric.changeType.toUpperCase() as WireChangeType,
          change_dir: metric.changeDir.toUpperCase() as WireChangeDirection,
        },
      };
    case "zscore":
      return {
        zscore_filter: {
          name: metric.name,
          window_size: metric.window,
          threshold: metric.threshold,
          change_dir: metric.changeDir.toUpperCase() as WireChangeDirection,
        },
      };
  }
}
