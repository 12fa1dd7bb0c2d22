import { compileFilter } from "../../evaluate/filter/compile-filter.js";
import type { LintRule } from "../lint-rule.js";
import { filterOf } from "../proof/filter-of.js";
import { regexFacts } from "../proof/literal-regex.js";
import { filterProblem } from "./unreadable-filter.js";

export const regexNeverMatches: LintRule = {
  name: "regex-never-matches",
  severity: "error",
  summary: "A `$regex` that can't match any text.",
  check: (subject) => {
    const filter = filterOf(subject);
    if (filter === undefined || filterProblem(filter.json) !== undefined) return [];
    return compileFilter(filter.json).steps.flatMap((step) => {
      if (step.kind !== "test" || step.operator !== "$regex") return [];
      const pattern = step.operand as string;
      if (!regexFacts(pattern).never) return [];
      const message = `its pattern for ${step.field} can't match: something has to come before ^ or after $`;
      return [{ path: filter.path, message, given: pattern }];
    });
  },
};
