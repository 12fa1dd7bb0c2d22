import type { CompiledAutomation } from "wandb-automations/evaluate";

const SHARED = {
  enabled: true,
  scope: { kind: "project", scopeType: "PROJECT", entity: "acme", project: "vision" },
  actionType: "NO_OP",
} as const;

const automation = (eventType: string, choice: object): CompiledAutomation => ({
  ...SHARED,
  eventType,
  eventFilter: JSON.stringify({ run_filter: '{"$and":[]}', run_metric_filter: choice }),
});

/** A threshold on the average of a window. */
export const averageAbove = (name: string, window: number, threshold: number) =>
  automation("RUN_METRIC", {
    threshold_filter: { name, agg_op: "AVERAGE", window_size: window, cmp_op: "$gt", threshold },
  });

/** A relative change, in any direction, of the average of a window against that of the window before. */
export const averageChanges = (name: string, window: number, prior: number, amount: number) =>
  automation("RUN_METRIC_CHANGE", {
    change_filter: {
      name,
      agg_op: "AVERAGE",
      current_window_size: window,
      prior_window_size: prior,
      change_type: "RELATIVE",
      change_dir: "ANY",
      change_amount: amount,
    },
  });

/** A z-score in any direction. */
export const standsOut = (name: string, window: number, threshold: number) =>
  automation("RUN_METRIC_ZSCORE", {
    zscore_filter: { name, window_size: window, threshold, change_dir: "ANY" },
  });

/** The conditions that every program is measured on, hard enough to hold rarely. */
export const CONDITIONS = {
  "average of 5": averageAbove("loss", 5, 3.4),
  "change 10/50": averageChanges("loss", 10, 50, 0.55),
  "z-score 30": standsOut("loss", 30, 4.2),
} as const;
export type ConditionName = keyof typeof CONDITIONS;
