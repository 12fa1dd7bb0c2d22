import type { CompiledAutomation, MetricSpec } from "wandb-automations/evaluate";

const EVENT_TYPES = { threshold: "RUN_METRIC", change: "RUN_METRIC_CHANGE", zscore: "RUN_METRIC_ZSCORE" };

/** A compiled automation on a metric, also with settings that builders refuse. */
export function compiledMetric(spec: MetricSpec): CompiledAutomation {
  const choice =
    spec.kind === "threshold"
      ? {
          threshold_filter: {
            name: spec.name,
            agg_op: spec.agg,
            window_size: spec.window,
            cmp_op: spec.cmp,
            threshold: spec.threshold,
          },
        }
      : spec.kind === "change"
        ? {
            change_filter: {
              name: spec.name,
              agg_op: spec.agg,
              current_window_size: spec.window,
              prior_window_size: spec.priorWindow,
              change_type: spec.changeType,
              change_dir: spec.changeDir,
              change_amount: spec.amount,
            },
          }
        : {
            zscore_filter: {
              name: spec.name,
              window_size: spec.window,
              threshold: spec.threshold,
              change_dir: spec.changeDir,
            },
          };
  return {
    enabled: true,
    scope: { kind: "project", scopeType: "PROJECT", entity: "acme", project: "vision" },
    eventType: EVENT_TYPES[spec.kind],
    eventFilter: JSON.stringify({
      run_filter: '{"$and":[]}',
      run_metric_filter: choice,
      metric_filter: null,
    }),
    actionType: "NO_OP",
    actionConfig: { noOpActionInput: { noOp: true } },
  };
}

/** The same condition with another limit. */
export function withLimit(spec: MetricSpec, limit: number): MetricSpec {
  return spec.kind === "change" ? { ...spec, amount: limit } : { ...spec, threshold: limit };
}
