import type { LintRule } from "../lint-rule.js";

export const positionalName: LintRule = {
  name: "positional-name",
  severity: "info",
  summary: "A name made of a place in a list, which changes when the list does.",
  check: ({ name, exportName }) =>
    exportName === undefined || !/\[\d+\]/.test(exportName)
      ? []
      : [
          {
            path: "name",
            message: `its name ${name} is made of its place in ${exportName}: another before it renames it`,
            given: exportName,
            expected: "a name: defineAutomation({ name, … }), or an object with a key for each",
          },
        ],
};
