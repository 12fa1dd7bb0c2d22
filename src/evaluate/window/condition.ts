import type { WireComparison } from "../../wire/enums.js";
import type { MetricSpec } from "../../wire/event-filter.js";

/** How `compared` is held against the limit. Changes and z-scores are always `>=`. */
export type Comparison = ">" | ">=" | "<" | "<=" | "==" | "!=";

const SYMBOLS: Readonly<Record<WireComparison, Comparison>> = {
  $gt: ">",
  $gte: ">=",
  $lt: "<",
  $lte: "<=",
  $eq: "==",
  $ne: "!=",
};

/** A metric condition ready to be evaluated: the window settings that count, and what is compared with what. */
export interface Condition {
  readonly spec: MetricSpec;
  /** Values aggregated for the current side: 1 without an aggregation and for the latest value of a z-score. */
  readonly window: number;
  /** Values aggregated for the prior side, or the baseline of a z-score; 0 for a threshold. */
  readonly prior: number;
  /** Logged values needed before anything is evaluated. */
  readonly needed: number;
  readonly comparison: Comparison;
  readonly limit: number;
}

/** Reads a metric spec. Without an aggregation the window settings are ignored, as the Python SDK documents. */
export function toCondition(spec: MetricSpec): Condition {
  if (spec.kind === "threshold") {
    const window = spec.agg === null ? 1 : spec.window;
    const comparison = SYMBOLS[spec.cmp];
    return { spec, window, prior: 0, needed: window, comparison, limit: spec.threshold };
  }
  const window = spec.kind === "zscore" || spec.agg === null ? 1 : spec.window;
  const prior = spec.kind === "zscore" ? spec.window : spec.agg === null ? 1 : spec.priorWindow;
  const limit = spec.kind === "zscore" ? spec.threshold : spec.amount;
  return { spec, window, prior, needed: window + prior, comparison: ">=", limit };
}

/** Whether `compared` meets the limit. NaN meets none, `!=` included. */
export function meets(compared: number, comparison: Comparison, limit: number): boolean {
  switch (comparison) {
    case ">":
      return compared > limit;
    case ">=":
      return compared >= limit;
    case "<":
      return compared < limit;
    case "<=":
      return compared <= limit;
    case "==":
      return compared === limit;
    case "!=":
      return compared < limit || compared > limit;
  }
}
