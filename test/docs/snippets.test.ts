import { describe, expect, it } from "vitest";
import { typeProblems } from "./check-snippets.js";
import { docstringSnippets, markdownSnippets } from "./extract-snippets.js";
import { documents, filesUnder, readText } from "./repository.js";

const inDocuments = documents().flatMap((file) => markdownSnippets(file, readText(file)));
const inDocstrings = filesUnder("src", ".ts").flatMap((file) => docstringSnippets(file, readText(file)));

describe("the code in documents and docstrings", () => {
  it("is found", () => {
    expect(inDocuments.map(({ file }) => file)).toContain("README.md");
    expect(inDocstrings.map(({ file }) => file)).toContain("src/errors/automations-error.ts");
  });

  it("compiles", () => {
    expect(typeProblems([...inDocuments, ...inDocstrings])).toEqual([]);
  }, 60_000);
});
