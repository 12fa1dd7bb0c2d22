import type { LintRule } from "../lint-rule.js";
import type { LintSubject } from "../lint-subject.js";

/** Aliases by which people mean the version in a registry. */
const OF_REGISTRIES = new Set(
  "prod production staging stage champion challenger candidate release released deploy deployed live approved".split(
    " ",
  ),
);

export const registryAlias: LintRule = {
  name: "registry-alias",
  severity: "info",
  summary: "An alias or a link that is watched for in a project but probably happens in a registry.",
  check: (subject) => {
    const { scope, eventType } = subject.compiled;
    if (scope.kind !== "project" && scope.kind !== "collection") return [];
    if (eventType === "LINK_MODEL" || eventType === "UNLINK_ARTIFACT") {
      const message =
        "linking a version to a registry happens in the registry, which this project's scope isn't";
      return [{ path: "scope", severity: "warning", message, given: subject.scope, expected: EXPECTED }];
    }
    const aliases = eventType.includes("ALIAS") ? watchedAliases(subject) : [];
    const alias = aliases.find((one) => OF_REGISTRIES.has(one.toLowerCase()));
    if (alias === undefined) return [];
    const message = `"${alias}" given to the version that is linked in a registry doesn't count in its source project`;
    return [{ path: "scope", message, given: subject.scope, expected: EXPECTED }];
  },
};

const EXPECTED =
  'registry("organization/name") or registryCollection("organization/name/collection"), if that is meant';

/** The texts that the filter compares aliases with. */
function watchedAliases({ spec }: LintSubject): string[] {
  if (spec.kind !== "artifact") return [];
  const found: string[] = [];
  JSON.stringify(spec.filter, (key, value: unknown) => {
    if (key === "$eq" && typeof value === "string") found.push(value);
    if (key === "$in" && Array.isArray(value)) found.push(...value.filter((one) => typeof one === "string"));
    return value;
  });
  return found;
}
