import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LINT_RULES } from "../../../src/lint/lint-rules.js";

const page = readFileSync(new URL("../../../docs/lint.md", import.meta.url), "utf8");
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split("\n", 1)[0]!, section]),
);

describe("docs/lint.md", () => {
  it.each(LINT_RULES.map(({ name, severity }) => [name, severity] as const))(
    "has %s with its severity",
    (name, severity) => {
      expect(sections.get(name)?.toLowerCase()).toContain(severity);
    },
  );

  it("has no rule that isn't there", () => {
    const names = new Set(["Ignoring a rule", "unknown-rule", ...LINT_RULES.map(({ name }) => name)]);
    expect([...sections.keys()].filter((title) => !names.has(title))).toEqual([]);
  });
});
