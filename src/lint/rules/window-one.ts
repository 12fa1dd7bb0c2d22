import { toCondition } from "../../evaluate/window/condition.js";
import type { LintRule, RuleFinding } from "../lint-rule.js";

/** Metrics that jump from step to step, going by their names; those that stand for a whole epoch don't. */
const NOISY =
  /(^|_)(loss|grad|grads|gradient|gradients|norm|reward|rewards|perplexity|ppl|entropy|kl|throughput|latency)(_|$)/;
const STEADY =
  /(^|_)(val|valid|validation|eval|evaluation|test|epoch|best|final|mean|avg|average|ema|smooth|smoothed)(_|$)/;
const FEWEST_FOR_DEVIATION = 5;

export const windowOne: LintRule = {
  name: "window-one",
  severity: "warning",
  summary: "A condition on a single value of a metric that jumps from step to step.",
  check: ({ spec }) => {
    if (spec.kind !== "metric") return [];
    const { metric } = spec;
    const condition = toCondition(metric);
    if (metric.kind === "zscore")
      return metric.window < FEWEST_FOR_DEVIATION ? [shortBaseline(metric.window)] : [];
    if (condition.window > 1 || !isNoisy(metric.name)) return [];
    const given = metric.kind === "change" && condition.prior > 1 ? "current window 1" : "window 1";
    return [
      {
        path: "event.filter.window",
        message: `one value of ${metric.name} decides, and a single spike fires it`,
        given,
        expected: "an average of several values, as in .avg(5)",
      },
    ];
  },
};

const shortBaseline = (window: number): RuleFinding => ({
  path: "event.filter.window",
  message: `the deviation of ${window} values says little: almost any next value is far from them`,
  given: `window ${window}`,
  expected: "a window of 30, W&B's own default",
});

function isNoisy(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_");
  return NOISY.test(words) && !STEADY.test(words);
}
