import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { architectureProblems, type Manifest } from "../architecture/rules.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

function sourceTexts(): Map<string, string> {
  const entries = readdirSync(`${ROOT}src`, { recursive: true, encoding: "utf8", withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map((entry) => `${entry.parentPath}/${entry.name}`.slice(`${ROOT}src/`.length));
  return new Map(paths.sort().map((path) => [path, readFileSync(`${ROOT}src/${path}`, "utf8")]));
}

const manifest: Manifest = {
  dependencies: { graphql: "16" },
  peerDependencies: { hyparquet: "1", vitest: "4" },
};

/** The problems of a source tree written down as path → text. */
const problemsOf = (files: Record<string, string>) =>
  architectureProblems(new Map(Object.entries(files)), manifest);

describe("the source tree", () => {
  it("keeps to the architecture", () => {
    const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as Manifest;
    expect(architectureProblems(sourceTexts(), manifest)).toEqual([]);
  });
});

describe("the checker", () => {
  const leaf = "export const leaf = 1;\n";

  it("accepts imports in the agreed direction", () => {
    const files = {
      "errors/index.ts": leaf,
      "wire/a.ts": 'import { leaf } from "../errors/index.js";\nexport const a = leaf;\n',
      "model/b.ts": 'import type { a } from "../wire/a.js";\nexport type B = typeof a;\n',
      "evaluate.ts": 'export { c } from "./evaluate/c.js";\n',
      "evaluate/c.ts": 'export type { B as c } from "../model/b.js";\n',
      "index.ts": 'export { B } from "./model/b.js";\n',
    };
    expect(problemsOf(files)).toEqual([]);
  });

  it.each([
    ["a value import", 'import { leaf } from "../model/a.js";\nexport const b = leaf;'],
    ["a type import", 'import type { leaf } from "../model/a.js";\nexport type B = typeof leaf;'],
    ["a re-export", 'export { leaf } from "../model/a.js";'],
    ["an inline type", 'export type B = import("../model/a.js").leaf;'],
    ["a dynamic import", 'export const b = () => import("../model/a.js");'],
  ])("refuses %s against the direction", (_, text) => {
    expect(problemsOf({ "model/a.ts": leaf, "emulator/b.ts": text })).toEqual([
      "src/emulator/b.ts:1 may not import src/model/a.ts",
    ]);
  });

  it("refuses a folder that has no place, and imports of an entry file", () => {
    const problems = problemsOf({
      "extras/a.ts": leaf,
      "history.ts": leaf,
      "cli/b.ts": 'import "../history.js";',
    });
    expect(problems).toEqual([
      "src/extras/ has no place in the import direction",
      "src/cli/b.ts:1 may not import src/history.ts",
    ]);
  });

  it("reports a cycle as the path that closes it, lazy imports included, type imports not", () => {
    const problems = problemsOf({
      "wire/a.ts": 'import "./b.js";',
      "wire/b.ts": 'import "./c.js";',
      "wire/c.ts": 'export const c = () => import("./b.js");',
      "wire/d.ts": 'import type { E } from "./e.js";\nexport type D = E;',
      "wire/e.ts": 'import "./d.js";\nexport type E = 1;',
    });
    expect(problems).toEqual(["import cycle: src/wire/b.ts → src/wire/c.ts → src/wire/b.ts"]);
  });

  it("follows the root entry to what it must not load, but not through lazy or type imports", () => {
    const problems = problemsOf({
      "index.ts": 'export { a } from "./client/a.js";',
      "client/a.ts": [
        'import { readFile } from "node:fs/promises";',
        'import { b } from "../transport/b.js";',
        'import type { Stats } from "node:fs";',
        'export const a = () => [import("node:os"), b, readFile as unknown as Stats];',
      ].join("\n"),
      "transport/b.ts": 'import { join } from "path";\nexport const b = join;',
    });
    expect(problems).toEqual([
      'the root entry loads "node:fs/promises": src/index.ts → src/client/a.ts',
      'the root entry loads "path": src/index.ts → src/client/a.ts → src/transport/b.ts',
    ]);
  });

  it("refuses packages that aren't asked for, and optional ones loaded with the file", () => {
    const problems = problemsOf({
      "history/a.ts":
        'import "left-pad";\nimport "hyparquet/src/read.js";\nexport const a = import("hyparquet");',
      "testing/vitest.ts": 'import "vitest";\nimport "hyparquet";',
    });
    expect(problems).toEqual([
      'src/history/a.ts:1 imports "left-pad", which package.json doesn\'t ask for',
      'src/history/a.ts:2 loads the optional package "hyparquet" unasked',
      'src/testing/vitest.ts:2 loads the optional package "hyparquet" unasked',
    ]);
  });

  it.each([
    ["export default 1;", "a default export"],
    ["export default function a() {}", "a default export"],
    ["const a = 1;\nexport { a as default };", "a default export"],
    ['export * from "zod";', "`export *`: name what is public"],
    ["export enum A { B }", "an enum: use an `as const` object and a union"],
    ["namespace N { export const enum A { B } }", "an enum: use an `as const` object and a union"],
  ])("refuses %s", (text, problem) => {
    expect(problemsOf({ "wire/a.ts": text })).toEqual([expect.stringContaining(`has ${problem}`)]);
  });

  it("refuses vague names, other spellings and long files", () => {
    const long = `${Array.from({ length: 401 }, (_, i) => `export const a${i} = 1;`).join("\n")}\n`;
    expect(problemsOf({ "wire/utils.ts": leaf, "wire/MyType.ts": leaf, "wire/long.ts": long })).toEqual([
      "src/wire/utils.ts has a name that says nothing about what is in it",
      "src/wire/MyType.ts isn't named in kebab-case",
      "src/wire/long.ts has 401 lines, over 400",
    ]);
  });

  it("names an import that leads nowhere", () => {
    expect(() => problemsOf({ "wire/a.ts": 'import "./gone.js";' })).toThrow(
      "src/wire/a.ts:1 imports src/wire/gone.ts",
    );
  });
});
