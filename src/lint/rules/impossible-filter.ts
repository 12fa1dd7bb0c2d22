import type { LintRule } from "../lint-rule.js";
import { filterOf } from "../proof/filter-of.js";
import { filterTruth } from "../proof/filter-truth.js";

export const impossibleFilter: LintRule = {
  name: "impossible-filter",
  severity: "error",
  summary: "A filter that nothing can pass, so that the automation can't fire.",
  check: (subject) => {
    const filter = filterOf(subject);
    if (filter === undefined || filterTruth(filter.json, filter.singular) !== "never") return [];
    return [
      {
        path: filter.path,
        message: `no ${filter.of} can pass its filter, so it never fires`,
        given: JSON.stringify(filter.json),
      },
    ];
  },
};
