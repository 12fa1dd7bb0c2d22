import type { CompiledAutomation, CompiledScope } from "wandb-automations/evaluate";

const PROJECT: CompiledScope = { kind: "project", scopeType: "PROJECT", entity: "acme", project: "vision" };

/** What tests of compiled automations vary. */
export interface Given {
  readonly name?: string;
  readonly enabled?: boolean;
  readonly scope?: CompiledScope;
  readonly runFilter?: unknown;
}

function compiled(
  eventType: string,
  filter: unknown,
  { enabled = true, scope = PROJECT, name }: Given,
): CompiledAutomation {
  return {
    ...(name === undefined ? {} : { name }),
    enabled,
    scope,
    eventType,
    eventFilter: JSON.stringify(filter),
    actionType: "NO_OP",
    actionConfig: { noOpActionInput: { noOp: true } },
  };
}

const runFilterOf = ({ runFilter }: Given) => JSON.stringify(runFilter ?? { $and: [] });

/** A threshold: the latest value of `loss` above 1, unless said otherwise. */
export function threshold(settings: Record<string, unknown> = {}, given: Given = {}): CompiledAutomation {
  const filter = { name: "loss", agg_op: null, window_size: 1, cmp_op: "$gt", threshold: 1, ...settings };
  const event = {
    run_filter: runFilterOf(given),
    run_metric_filter: { threshold_filter: filter },
    metric_filter: null,
  };
  return compiled("RUN_METRIC", event, given);
}

/** A change: the average of 2 values of `loss` against the 2 before, absolute, any direction, by 1. */
export function change(settings: Record<string, unknown> = {}, given: Given = {}): CompiledAutomation {
  const filter = {
    name: "loss",
    agg_op: "AVERAGE",
    current_window_size: 2,
    prior_window_size: 2,
    change_type: "ABSOLUTE",
    change_dir: "ANY",
    change_amount: 1,
    ...settings,
  };
  const event = {
    run_filter: runFilterOf(given),
    run_metric_filter: { change_filter: filter },
    metric_filter: null,
  };
  return compiled("RUN_METRIC_CHANGE", event, given);
}

/** A z-score of `loss` against the 3 values before, any direction, of 2. */
export function zscore(settings: Record<string, unknown> = {}, given: Given = {}): CompiledAutomation {
  const filter = { name: "loss", window_size: 3, threshold: 2, change_dir: "ANY", ...settings };
  const event = {
    run_filter: runFilterOf(given),
    run_metric_filter: { zscore_filter: filter },
    metric_filter: null,
  };
  return compiled("RUN_METRIC_ZSCORE", event, given);
}

export function onState(states: readonly string[], given: Given = {}): CompiledAutomation {
  return compiled("RUN_STATE", { run_filter: runFilterOf(given), run_state_filter: { states } }, given);
}

/** An artifact event, e.g. `ADD_ARTIFACT_ALIAS`. */
export function onArtifact(
  eventType: string,
  conditions: readonly unknown[] = [],
  given: Given = {},
): CompiledAutomation {
  return compiled(eventType, { $or: [{ $and: conditions }] }, given);
}

/** Rows of `loss`, a minute apart. `undefined` is a row without it. */
export function losses(...values: readonly unknown[]): Record<string, unknown>[] {
  return values.map((loss, i) => ({
    _step: i,
    _timestamp: 1.8e9 + 60 * i,
    ...(loss === undefined ? {} : { loss }),
  }));
}

export const RUN = { id: "r1", entity: "acme", project: "vision" };
