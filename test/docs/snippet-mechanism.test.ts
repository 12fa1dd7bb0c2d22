import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { typeProblems } from "./check-snippets.js";
import { docstringSnippets, markdownSnippets } from "./extract-snippets.js";
import { runSnippet, type SnippetWorld } from "./run-snippet.js";

const fence = (info: string, ...code: string[]) => [`\`\`\`${info}`, ...code, "```"].join("\n");
const world: SnippetWorld = {
  fetch: async () => new Response("pong"),
  env: { WANDB_API_KEY: "planted" },
  directory: tmpdir(),
};

describe("finding snippets", () => {
  it("takes the ts blocks of a document, with line numbers and flags", () => {
    const text = ["# Title", fence("sh", "npm test"), fence("ts no-run", "const a = 1;", "a;")].join("\n");
    expect(markdownSnippets("README.md", text)).toMatchObject([
      { file: "README.md", line: 6, code: "const a = 1;\na;", flags: ["no-run"] },
    ]);
  });

  it("takes blocks out of lists and out of docstrings", () => {
    const list = `- an item\n  \`\`\`ts\n  if (a) {\n    b();\n  }\n  \`\`\``;
    expect(markdownSnippets("a.md", list)[0]?.code).toBe("if (a) {\n  b();\n}");
    const source = `const glob = "a/**/b";\n  /**\n   * Text.\n   * @example\n   * \`\`\`ts\n   * a();\n   * \`\`\`\n   */`;
    expect(docstringSnippets("a.ts", source)).toMatchObject([{ line: 6, code: "a();", flags: [] }]);
  });

  it("puts what a block continues above it, on the same lines as in the document", () => {
    const text = [fence("ts", "const a = 1;"), "and then", fence("ts continues", "a;")].join("\n");
    expect(markdownSnippets("a.md", text)[1]).toMatchObject({ line: 2, code: "const a = 1;\n\n\n\na;" });
  });

  it("refuses an example without a block, an open fence and a continuation of nothing", () => {
    expect(() => docstringSnippets("a.ts", "/**\n * @example\n * a();\n */")).toThrow("a.ts:1: an @example");
    expect(() => markdownSnippets("a.md", "text\n```ts\na();")).toThrow(
      "a.md:2: this fenced block isn't closed",
    );
    expect(() => markdownSnippets("a.md", fence("ts continues", "a();"))).toThrow(
      "a.md:2: there is no block",
    );
  });
});

describe("type-checking snippets", () => {
  it("reports wrong types, unknown names and broken syntax by the document's line, each once", () => {
    const text = [
      fence("ts", "let a: string;", "a = 1;"),
      fence("ts continues", "a.length;"),
      fence("ts", "nothing();"),
      fence("ts", "const = ;"),
      fence("ts", 'import { nothing } from "wandb-automations/history";'),
      fence("ts", "interface A { b?: number }", "export const a: A = { b: undefined };"),
    ].join("\n");
    expect(typeProblems(markdownSnippets("a.md", text))).toEqual([
      "a.md:3: Type 'number' is not assignable to type 'string'.",
      "a.md:9: Cannot find name 'nothing'.",
      "a.md:12: Variable declaration expected.",
      expect.stringContaining("a.md:15: "),
      expect.stringContaining("a.md:19: Type '{ b: undefined; }' is not assignable to type 'A'"),
    ]);
  });

  it("accepts what is right, with unused variables and top-level await", () => {
    const text = fence("ts", "const unused = await Promise.resolve(1);");
    expect(typeProblems(markdownSnippets("a.md", text))).toEqual([]);
  });
});

describe("running snippets", () => {
  it("gives them the world and returns what they print", async () => {
    const code = [
      "const reply = await fetch('http://nowhere');",
      "console.log(await reply.text(), process.env.WANDB_API_KEY);",
    ];
    expect(await runSnippet(markdownSnippets("a.md", fence("ts", ...code))[0]!, world)).toEqual([
      "pong planted",
    ]);
  });

  it("fails when the snippet does, and puts the world back", async () => {
    const broken = markdownSnippets("a.md", fence("ts", "throw new Error('planted');"))[0]!;
    const before = [process.cwd(), process.env.WANDB_API_KEY, globalThis.fetch];
    await expect(runSnippet(broken, world)).rejects.toThrow("planted");
    expect([process.cwd(), process.env.WANDB_API_KEY, globalThis.fetch]).toEqual(before);
  });
});
