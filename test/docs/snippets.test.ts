import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmulator } from "wandb-automations/emulator";
import { typeProblems } from "./check-snippets.js";
import { docstringSnippets, markdownSnippets } from "./extract-snippets.js";
import { documents, filesUnder, readText, repositoryRoot } from "./repository.js";
import { runSnippet } from "./run-snippet.js";

const inDocuments = documents().flatMap((file) => markdownSnippets(file, readText(file)));
const inDocstrings = filesUnder("src", ".ts").flatMap((file) => docstringSnippets(file, readText(file)));

describe("the code in documents and docstrings", () => {
  it("is found", () => {
    expect(inDocuments.map(({ file }) => file)).toContain("README.md");
    expect(inDocstrings.map(({ file }) => file)).toContain("src/errors/automations-error.ts");
  });

  it("compiles", () => {
    expect(typeProblems([...inDocuments, ...inDocstrings])).toEqual([]);
  });
});

describe("the code in documents, with an emulator for a server", () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "snippets-"));
    for (const runs of ["runs", "examples/runs"])
      cpSync(join(repositoryRoot, "examples/runs"), join(directory, runs), { recursive: true });
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  for (const snippet of inDocuments.filter(({ flags }) => !flags.includes("no-run"))) {
    it(`${snippet.file}:${snippet.line} runs`, async () => {
      const emulator = await createEmulator({ demo: true, autoCreate: true });
      const env = { WANDB_API_KEY: emulator.apiKey, WANDB_BASE_URL: emulator.url };
      try {
        await runSnippet(snippet, { fetch: emulator.fetch, env, directory });
      } finally {
        await emulator.close();
      }
    });
  }
});
