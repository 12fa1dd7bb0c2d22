import type { AutomationEvent } from "../model/automation-event.js";
import type { FilterExpression } from "../model/filter-expression.js";
import type { MetricFilter } from "../model/metric-filter.js";
import type { Aggregation, Comparison } from "../model/metric-vocabulary.js";
import { EVERY_RUN } from "../model/run-filter.js";
import type { WireAggregation, WireChangeDirection, WireChangeType, WireComparison } from "../wire/enums.js";
import type { JsonObject } from "../wire/json.js";
import { wrapArtifactFilter, wrapRunFilter } from "./simplify-filter.js";

/** JSON text of a value in JSON text: what `run_filter` is. */
const quoted = (filter: JsonObject): string => JSON.stringify(JSON.stringify(filter));

/** What almost every event says about runs: put into words once. */
const EVERY_RUN_TEXT = /* @__PURE__ */ quoted(/* @__PURE__ */ wrapRunFilter(EVERY_RUN));

function runFilter(run: FilterExpression): string {
  return run === EVERY_RUN ? EVERY_RUN_TEXT : quoted(wrapRunFilter(run));
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

/**
 * The `eventFilter` of an event: JSON as text, as mutations take it. The order of its keys is Python's. It is put
 * together of texts, because `JSON.stringify` takes twice as long for objects within objects.
 */
export function compileEventFilter(event: AutomationEvent): string {
  switch (event.kind) {
    case "OnRunMetric": {
      const { run, metric } = event.filter;
      return `{"run_filter":${runFilter(run)},"run_metric_filter":${metricFilter(metric)},"metric_filter":null}`;
    }
    case "OnRunState": {
      const { run, state } = event.filter;
      const states = state.states.map((each) => each.toUpperCase());
      return `{"run_filter":${runFilter(run)},"run_state_filter":${JSON.stringify({ states })}}`;
    }
    default:
      return JSON.stringify(wrapArtifactFilter(event.filter));
  }
}

function metricFilter(metric: MetricFilter): string {
  switch (metric.kind) {
    case "threshold": {
      const filter = {
        name: metric.name,
        agg_op: metric.agg && AGGREGATION[metric.agg],
        window_size: metric.window,
        cmp_op: COMPARISON[metric.cmp],
        threshold: metric.threshold,
      };
      return `{"threshold_filter":${JSON.stringify(filter)}}`;
    }
    case "change": {
      const filter = {
        name: metric.name,
        agg_op: metric.agg && AGGREGATION[metric.agg],
        current_window_size: metric.window,
        change_amount: metric.amount,
        prior_window_size: metric.priorWindow,
        change_type: metric.changeType.toUpperCase() as WireChangeType,
        change_dir: metric.changeDir.toUpperCase() as WireChangeDirection,
      };
      return `{"change_filter":${JSON.stringify(filter)}}`;
    }
    case "zscore": {
      const filter = {
        name: metric.name,
        window_size: metric.window,
        threshold: metric.threshold,
        change_dir: metric.changeDir.toUpperCase() as WireChangeDirection,
      };
      return `{"zscore_filter":${JSON.stringify(filter)}}`;
    }
  }
}
