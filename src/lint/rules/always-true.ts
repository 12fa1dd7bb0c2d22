import type { LintRule, RuleFinding } from "../lint-rule.js";
import { filterOf } from "../proof/filter-of.js";
import { filterTruth, holdsNoCondition } from "../proof/filter-truth.js";
import { holdsAlways } from "./constant-metric.js";

export const alwaysTrue: LintRule = {
  name: "always-true",
  severity: "warning",
  summary: "A condition or filter that holds whatever happens.",
  check: (subject) => {
    const findings: RuleFinding[] = [];
    const why = holdsAlways(subject);
    if (why !== undefined) {
      findings.push({ path: "event.filter", message: `its condition always holds: ${why}` });
    }
    const filter = filterOf(subject);
    if (filter && !holdsNoCondition(filter.json) && filterTruth(filter.json, filter.singular) === "always") {
      const message = `every ${filter.of} passes its filter, as if there were none`;
      findings.push({ path: filter.path, message, given: JSON.stringify(filter.json) });
    }
    return findings;
  },
};
