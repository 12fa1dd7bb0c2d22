import type { LintRule } from "../lint-rule.js";

export const unverifiedSum: LintRule = {
  name: "unverified-sum",
  severity: "warning",
  summary: "A sum over a window, which no W&B server is known to evaluate.",
  check: ({ spec }) => {
    if (spec.kind !== "metric" || !("agg" in spec.metric) || spec.metric.agg !== "SUM") return [];
    const { window } = spec.metric;
    const message = "W&B isn't known to evaluate sums, so saving it is refused unless allowUnverified is set";
    const expected = `an average, with the threshold divided by ${window}`;
    return [{ path: "event.filter.aggregation", message, given: "sum", expected }];
  },
};
