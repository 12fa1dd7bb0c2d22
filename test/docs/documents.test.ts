import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { ERROR_CODES } from "../../src/errors/index.js";
import { fencedBlocks } from "./extract-snippets.js";
import { documents, readText, repositoryRoot } from "./repository.js";

const scripts = Object.keys((JSON.parse(readText("package.json")) as { scripts: object }).scripts);

/** The `npm run X` of a document's shell blocks and inline code that package.json doesn't have. */
function unknownScripts(file: string, text: string): string[] {
  const shell = fencedBlocks(file, text).filter(({ language }) =>
    ["sh", "bash", "console"].includes(language),
  );
  const code = [...shell.map((block) => block.code), ...(text.match(/`[^`\n]+`/g) ?? [])].join("\n");
  const named = [...code.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1]!);
  return named.filter((name) => !scripts.includes(name)).map((name) => `${file}: npm run ${name}`);
}

/** The anchors that headings get: lower case, punctuation dropped, spaces as hyphens. */
function anchorsOf(text: string): string[] {
  const headings = [...text.matchAll(/^#+ +(.+)$/gm)].map((match) => match[1]!.toLowerCase());
  return headings.map((heading) => heading.replace(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-"));
}

/** Links to files and headings of the repository that lead nowhere. */
function deadLinks(file: string, text: string): string[] {
  const prose = text.replace(/^( *)```[\s\S]*?^\1```/gm, "").replace(/`[^`\n]*`/g, "");
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = "", anchor] = target.split("#");
    const linked = path === "" ? file : normalize(join(dirname(file), path));
    if (linked !== file && !existsSync(repositoryRoot + linked)) return true;
    return anchor !== undefined && !anchorsOf(linked === file ? text : readText(linked)).includes(anchor);
  });
}

describe.each(documents())("%s", (file) => {
  it("names only npm scripts that exist", () => {
    expect(unknownScripts(file, readText(file))).toEqual([]);
  });

  it("links only to files and headings that exist", () => {
    expect(deadLinks(file, readText(file))).toEqual([]);
  });
});

describe("the checks of documents", () => {
  it("find a script that doesn't exist, in a block and in a sentence", () => {
    const text = "```sh\nnpm ci && npm run planted\n```\nThen `npm run test:planted` or npm run prose.";
    expect(unknownScripts("a.md", text)).toEqual(["a.md: npm run planted", "a.md: npm run test:planted"]);
  });

  it("find a dead link, to a file and to a heading", () => {
    const text = "# A `b` c\n[x](gone.md) [y](#a-b-c) [z](#gone) [p](package.json) [w](https://example.com)";
    expect(deadLinks("README.md", text)).toEqual(["gone.md", "#gone"]);
  });
});

describe("docs/errors.md", () => {
  it("has a section for every code, with its summary, exit code and whether to retry", () => {
    const sections = new Map(
      readText("docs/errors.md")
        .split(/^## /m)
        .slice(1)
        .map((section) => [section.slice(0, section.indexOf("\n")), section] as const),
    );
    const wrong = Object.entries(ERROR_CODES).filter(([code, { summary, retryable, exitCode }]) => {
      const section = sections.get(code) ?? "";
      const facts = `Retry: ${retryable ? "yes" : "no"}. Exit code: ${exitCode}.`;
      return !section.includes(summary) || !section.includes(facts);
    });
    expect(wrong.map(([code]) => code)).toEqual([]);
    expect([...sections.keys()].filter((code) => !(code in ERROR_CODES))).toEqual([]);
  });
});

describe("docs/decisions/dependencies.md", () => {
  it("says of every package why it is there", () => {
    const manifest = JSON.parse(readText("package.json")) as Record<string, Record<string, string>>;
    const names = ["dependencies", "peerDependencies", "devDependencies"].flatMap((kind) =>
      Object.keys(manifest[kind]!),
    );
    const rows = readText("docs/decisions/dependencies.md").matchAll(/^\| ([^|]+) \|/gm);
    const reasoned = [...rows].flatMap((row) => row[1]!.split(", ").map((cell) => cell.split(" ")[0]!));
    const installed = [...new Set(names)].filter((name) => !name.startsWith("@types/"));
    expect([...new Set(reasoned)].filter((name) => name !== "package").sort()).toEqual(installed.sort());
  });
});
