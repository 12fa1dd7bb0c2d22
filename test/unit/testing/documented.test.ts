import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BLOCKER_KINDS } from "../../../src/testing/firing-expectation.js";
import { TEMPLATE_VARIABLES } from "../../../src/wire/template-variables.js";

const read = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8");

describe("the documents", () => {
  it("have every kind of blocker in docs/dry-run.md", () => {
    const text = read("dry-run.md");
    expect(BLOCKER_KINDS.filter((kind) => !text.includes(`\n| \`${kind}\` |`))).toEqual([]);
  });

  it("have every template variable in docs/testing.md", () => {
    const text = read("testing.md");
    const names = TEMPLATE_VARIABLES.map(({ name }) => (name.endsWith(".") ? `${name}KEY` : name));
    expect(names.filter((name) => !text.includes(`\`\${${name}}\``))).toEqual([]);
  });
});
