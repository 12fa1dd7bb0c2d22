import { isAutomationsError } from "../../errors/index.js";
import { compileFilter } from "../../evaluate/filter/compile-filter.js";
import type { LintRule } from "../lint-rule.js";
import { filterOf } from "../proof/filter-of.js";

export const unreadableFilter: LintRule = {
  name: "unreadable-filter",
  severity: "warning",
  summary: "A filter or event that can't be evaluated here, so that nothing else can be said about it.",
  check: (subject) => {
    if (subject.spec.kind === "unknown") return [{ path: "event", message: subject.spec.reason }];
    const filter = filterOf(subject);
    const message = filter && filterProblem(filter.json);
    return filter && message !== undefined
      ? [{ path: filter.path, message, given: JSON.stringify(filter.json) }]
      : [];
  },
};

/** Why a filter can't be evaluated: an operator that isn't known, a pattern that RE2 refuses. */
export function filterProblem(json: unknown): string | undefined {
  try {
    compileFilter(json);
    return undefined;
  } catch (error) {
    if (isAutomationsError(error)) return error.message;
    throw error;
  }
}
