import type { LintRule } from "../lint-rule.js";

export const duplicateName: LintRule = {
  name: "duplicate-name",
  severity: "error",
  summary: "Two automations of one name: an error in one scope, a warning in two.",
  check: ({ name, scope }, before) => {
    const named = before.filter((other) => other.name === name);
    const same = named.find((other) => other.scope === scope) ?? named[0];
    if (same === undefined) return [];
    const where =
      same.file === undefined ? "" : ` in ${same.file}${same.line === undefined ? "" : `:${same.line}`}`;
    const message = `${same.scope === scope ? scope : same.scope} has an automation of that name already${where}`;
    return [
      {
        path: "name",
        message,
        given: name,
        expected: "a name of its own",
        ...(same.scope === scope ? {} : { severity: "warning" as const }),
      },
    ];
  },
};
