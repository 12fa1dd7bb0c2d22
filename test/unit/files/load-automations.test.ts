import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { loadAutomations } from "../../../src/files/load-automations.js";
import { automationFile, projectWith } from "./project-files.js";

/** What is found in a project, in short. */
async function load(files: Readonly<Record<string, string>>, patterns?: readonly string[]) {
  const { automations, problems } = await loadAutomations(patterns, { cwd: projectWith(files) });
  return {
    names: automations.map(({ name }) => name),
    places: automations.map(({ file, line, exportName }) => `${file}:${line} ${exportName}`),
    problems: problems.map(({ severity, file, line, message }) => `${severity} ${file}:${line} ${message}`),
  };
}

describe("loadAutomations", () => {
  it("collects single values, lists, objects and the default export, each once and in order", async () => {
    const body = `
export const lossSpike = watch("loss");
export const named = watch("b", { name: "My alert" });
export const alerts = { highLR: watch("c"), deeper: { "two words": watch("d") } };
export const list = [watch("e"), lossSpike, watch("f")];
export const again = lossSpike;
export const other = 42, text = "x", nothing = null, helper = () => watch("g");
export default list;
`;
    const { names, places, problems } = await load({ "automations.ts": automationFile(body) });
    expect(problems).toEqual([]);
    expect(names).toEqual([
      "loss-spike",
      "My alert",
      "alerts-high-lr",
      "alerts-deeper-two-words",
      "list-1",
      "list-3",
    ]);
    expect(places).toEqual([
      "automations.ts:9 lossSpike",
      "automations.ts:10 named",
      "automations.ts:11 alerts.highLR",
      "automations.ts:11 alerts.deeper.two words",
      "automations.ts:12 list[0]",
      "automations.ts:12 list[2]",
    ]);
  });

  it("names default exports after the file, or after their keys", async () => {
    const files = {
      "automations/nan-loss.ts": automationFile(`export default watch("a");`),
      "automations/pairs.ts": automationFile(`export default [watch("a"), watch("b")];`),
      "automations/map.ts": automationFile(`export default { slowStart: watch("a") };`),
      "src/vision.automations.ts": automationFile(`export default watch("a");`),
    };
    const { names } = await load(files);
    expect(names).toEqual(["slow-start", "nan-loss", "pairs-1", "pairs-2", "vision"]);
  });

  it("gives an automation to the file that declares it, whoever exports it again", async () => {
    const files = {
      "automations/a-index.ts": `export * from "./loss.js";\nexport { spike as again } from "./loss.js";`,
      "automations/loss.ts": automationFile(`export const spike = watch("loss");`),
    };
    expect((await load(files)).places).toEqual(["automations/loss.ts:8 spike"]);
  });

  it("reads ESM and CommonJS, TypeScript's own syntax, and the paths of tsconfig.json", async () => {
    const files = {
      "tsconfig.json": `{ "compilerOptions": { "paths": { "#scopes": ["./scopes.ts"] } } }`,
      "scopes.ts": `export enum Team { Acme = "acme" }\nexport const scope = \`\${Team.Acme}/vision\` as const;`,
      "automations/a.cjs": `const { OnRunState, RunEvent, DoNothing } = require("wandb-automations");
exports.failed = new OnRunState({ scope: "acme/vision", filter: RunEvent.state.eq("failed") }).then(new DoNothing());`,
      "automations/b.mjs": `import { OnRunState, RunEvent, DoNothing } from "wandb-automations";
export const state = new OnRunState({ scope: "acme/vision", filter: RunEvent.state.eq("failed") }).then(new DoNothing());`,
      "automations/c.cts": `import { scope } from "#scopes";
import wandb = require("wandb-automations");
module.exports = {
  ended: new wandb.OnRunState({ scope, filter: wandb.RunEvent.state.eq("finished") }).then(new wandb.DoNothing()),
};`,
      "automations/d.mts": automationFile(`export const later = await Promise.resolve(watch("later"));`),
    };
    const { places, problems } = await load(files);
    expect(problems).toEqual([]);
    expect(places).toEqual([
      "automations/a.cjs:2 failed",
      "automations/b.mjs:2 state",
      "automations/c.cts:4 ended",
      "automations/d.mts:8 later",
    ]);
  });

  it("leaves out tests, declarations, builds and dependencies, unless they are named", async () => {
    const throws = `throw new Error("loaded");`;
    const files = {
      "automations/a.ts": automationFile(`export const a = watch("a");`),
      "automations/a.test.ts": throws,
      "automations/types.d.ts": throws,
      "automations/node_modules/x/x.automations.js": throws,
      "dist/b.automations.js": throws,
    };
    expect(await load(files)).toMatchObject({ names: ["a"], problems: [] });
    expect((await load(files, ["automations"])).names).toEqual(["a"]);
    expect((await load(files, ["automations/a.test.ts"])).problems).toEqual([
      "error automations/a.test.ts:1 loaded",
    ]);
  });

  it("goes on after a file that can't be loaded, and says where it is wrong", async () => {
    const files = {
      "automations/a.ts": automationFile(`export const a = watch("a");`),
      "automations/syntax.ts": "const a = 1;\nconst a b;\n",
      "automations/throws.ts": `\n\nthrow new RangeError("too much");`,
      "automations/throws-text.ts": `throw "a text";`,
      "automations/exits.ts": `process.exit(0);`,
      "automations/missing.ts": `import "./gone.js";`,
      "automations/invalid.ts": automationFile(`export const b = watch("");`),
    };
    const { names, problems } = await load(files);
    expect(names).toEqual(["a"]);
    expect(problems).toEqual([
      expect.stringMatching(/^error automations\/exits\.ts:\S+ it calls process\.exit\(0\)/),
      expect.stringMatching(/^error automations\/invalid\.ts:\d+ .*\n.*name: must/),
      expect.stringMatching(/^error automations\/missing\.ts:\S+ Cannot find module .*gone/),
      expect.stringContaining("error automations/syntax.ts:2 "),
      "error automations/throws-text.ts:undefined it throws a text",
      "error automations/throws.ts:3 too much",
    ]);
  });

  it("says how to install what the files import", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "bare-"));
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
    writeFileSync(join(cwd, "automations.ts"), automationFile(`export const a = watch("a");`));
    const { problems } = await loadAutomations(undefined, { cwd });
    expect(problems).toMatchObject([
      {
        message: expect.stringContaining("isn't installed"),
        hint: expect.stringContaining("npm install wandb-automations"),
      },
    ]);
  });

  it("doesn't wait for ever for a file", async () => {
    const cwd = projectWith({ "automations.ts": "await new Promise(() => {});\nexport const a = 1;" });
    const { problems } = await loadAutomations(undefined, { cwd, timeoutMs: 50 });
    expect(problems).toMatchObject([
      { severity: "error", message: expect.stringContaining("didn't finish") },
    ]);
  });

  it("tells of what was probably meant as an automation", async () => {
    const body = `export const event = new OnRunState({ scope: "acme/vision", filter: RunEvent.state.eq("failed") });`;
    const { names, problems } = await load({ "automations.ts": automationFile(body) });
    expect(names).toEqual([]);
    expect(problems).toEqual([
      "warning automations.ts:8 event is an event without an action, so it is no automation",
    ]);
  });

  it("tells when there is nothing", async () => {
    expect((await load({})).problems[0]).toMatch(/^error \.:undefined there are no files with automations/);
    expect(
      (await load({ "scopes.ts": "export const a = 1;" }, ["scopes.ts", "b.ts", "c/*.ts"])).problems,
    ).toEqual([
      "error b.ts:undefined there is no such file, and nothing matches it as a pattern",
      "error c/*.ts:undefined there is no such file, and nothing matches it as a pattern",
      "error scopes.ts:undefined it exports no automation",
    ]);
  });

  it("reads which lint rules comments say to ignore", async () => {
    const body = `
// wandb-automations-ignore no-op, wide-scope -- for its history
// and more words
export const a = watch("a");
export const b = watch("b"); // wandb-automations-ignore window-one
/* wandb-automations-ignore-file positional-name */
export const c = watch("c");`;
    const cwd = projectWith({ "automations.ts": automationFile(body) });
    const { automations } = await loadAutomations(undefined, { cwd });
    expect(automations.map(({ name, ignoredRules }) => [name, ...ignoredRules])).toEqual([
      ["a", "positional-name", "no-op", "wide-scope"],
      ["b", "positional-name", "window-one"],
      ["c", "positional-name"],
    ]);
  });

  it("reads files again when asked again", async () => {
    const cwd = projectWith({ "automations.ts": automationFile(`export const a = watch("a");`) });
    expect((await loadAutomations(undefined, { cwd })).automations[0]?.name).toBe("a");
    writeFileSync(join(cwd, "automations.ts"), automationFile(`export const changed = watch("a");`));
    expect((await loadAutomations(undefined, { cwd })).automations[0]?.name).toBe("changed");
  });
});
