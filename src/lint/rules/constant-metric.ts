import { toCondition } from "../../evaluate/window/condition.js";
import type { LintSubject } from "../lint-subject.js";

/**
 * Whether a metric condition holds whatever is logged, NaN aside. No metric condition that W&B takes is impossible:
 * metrics can be any number.
 */
export function holdsAlways({ spec }: LintSubject): string | undefined {
  if (spec.kind !== "metric" || spec.metric.kind === "threshold") return undefined;
  const { metric } = spec;
  const { limit } = toCondition(metric);
  if (metric.changeDir !== "ANY" || limit > 0) return undefined;
  return metric.kind === "change"
    ? `every change is at least ${limit} in one direction or the other`
    : `every z-score is at least ${limit} from 0`;
}
