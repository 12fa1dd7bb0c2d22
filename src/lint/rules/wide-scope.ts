import { scopeText } from "../../model/scopes.js";
import type { LintRule, RuleFinding } from "../lint-rule.js";
import type { LintSubject } from "../lint-subject.js";
import { filterOf } from "../proof/filter-of.js";
import { holdsNoCondition } from "../proof/filter-truth.js";

export const wideScope: LintRule = {
  name: "wide-scope",
  severity: "warning",
  summary: "A scope or an event without a filter that covers more than it looks.",
  check: (subject) => {
    const { scope } = subject.compiled;
    const where = scopeText(scope);
    if (scope.kind === "team" || scope.kind === "organization") {
      const message = `it covers everything ${where} owns, also projects made later, and W&B may delay or skip it there`;
      return [
        { path: "scope", message, given: subject.scope, expected: `a project, such as ${where}/my-project` },
      ];
    }
    return subject.spec.kind === "artifact" ? withoutFilter(subject, where) : [];
  },
};

function withoutFilter(subject: LintSubject, where: string): RuleFinding[] {
  const { scope, eventType } = subject.compiled;
  const filter = filterOf(subject);
  if (filter === undefined || !holdsNoCondition(filter.json)) return [];
  const part = eventType.includes("ALIAS") ? "alias" : eventType.includes("TAG") ? "tag" : undefined;
  if (part !== undefined) {
    const message = `it fires for every ${part}, because it has no filter`;
    return [{ path: filter.path, message, expected: `a filter, as ArtifactEvent.${part}.eq("prod")` }];
  }
  if (scope.kind !== "project" && scope.kind !== "registry") return [];
  const message = `it covers every collection in ${where}, of any type, also those made later`;
  return [{ path: "scope", message, given: subject.scope, severity: "info" }];
}
