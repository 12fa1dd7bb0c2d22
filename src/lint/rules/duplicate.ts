import type { LintRule } from "../lint-rule.js";

export const duplicate: LintRule = {
  name: "duplicate",
  severity: "warning",
  summary: "Two automations that do the same when the same happens.",
  check: ({ meaning, compiled }, before) => {
    const same = before.find(
      (other) => other.meaning === meaning && other.compiled.enabled && compiled.enabled,
    );
    return same === undefined
      ? []
      : [
          {
            path: "",
            message: `it does the same as ${same.name}, so everything is done twice`,
            expected: "one of them, or another scope, condition or action",
          },
        ];
  },
};
