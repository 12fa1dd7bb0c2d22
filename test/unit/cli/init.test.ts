import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectWith } from "../files/project-files.js";
import { runCommand } from "./run-command.js";

const FILES = [
  "automations/alerts.ts",
  "automations/alerts.test.yaml",
  ".github/workflows/automations.yml",
  "package.json",
  ".gitignore",
];
const read = (folder: string, file: string) => readFileSync(join(folder, file), "utf8");

describe("wandb-automations init", () => {
  it("writes a project that validates and passes its test at once", async () => {
    const cwd = projectWith({});
    const { exitCode, out, json } = await runCommand(["init", "my alerts", "--json"], { cwd });
    expect([exitCode, json().next]).toEqual([0, expect.arrayContaining(["npm install"])]);
    expect(out).not.toContain("written  ");
    const folder = join(cwd, "my alerts");
    for (const file of FILES) expect(existsSync(join(folder, file)), file).toBe(true);
    expect(JSON.parse(read(folder, "package.json"))).toMatchObject({ name: "my-alerts", private: true });
    expect((await runCommand(["validate", "--strict"], { cwd: folder })).exitCode).toBe(0);
    const tested = await runCommand(["test", "--min-coverage", "100"], { cwd: folder });
    expect([tested.exitCode, tested.out]).toEqual([0, expect.stringContaining("2 of 2 automations covered")]);
  });

  it("watches the project that is named, or that the environment names", async () => {
    const cwd = projectWith({});
    const env = { WANDB_ENTITY: "acme", WANDB_PROJECT: "vision" };
    await runCommand(["init", "a"], { cwd, env });
    await runCommand(["init", "b", "--project", "acme/nlp"], { cwd, env });
    expect(read(cwd, "a/automations/alerts.ts")).toContain('"acme/vision"');
    expect(read(cwd, "b/automations/alerts.ts")).toContain('"acme/nlp"');
    expect((await runCommand(["init", "--project", "acme"], { cwd })).exitCode).toBe(2);
  });

  it("keeps what is there, package.json even with --force", async () => {
    const cwd = projectWith({ "automations/alerts.ts": "// mine", ".gitignore": "/node_modules\n.env" });
    const first = await runCommand(["init"], { cwd });
    expect(first.out).toContain("kept      automations/alerts.ts");
    expect(first.out).toContain("npm install --save-dev wandb-automations yaml");
    expect(read(cwd, "automations/alerts.ts")).toBe("// mine");
    expect(read(cwd, ".gitignore")).toBe("/node_modules\n.env\nwandb/\n");
    const forced = await runCommand(["init", "--force", "--json"], { cwd });
    expect(read(cwd, "automations/alerts.ts")).toContain("lossSpike");
    expect(read(cwd, "package.json")).toBe("{}");
    expect(forced.json().files).toContainEqual({ file: ".gitignore", result: "kept" });
  });

  it("says what it can't write", async () => {
    const cwd = projectWith({ taken: "a file" });
    const { exitCode, err } = await runCommand(["init", "taken"], { cwd });
    expect([exitCode, err]).toEqual([2, expect.stringContaining("can't be written")]);
    mkdirSync(join(cwd, "x/automations/alerts.ts"), { recursive: true });
    writeFileSync(join(cwd, "x/package.json"), "{}");
    expect((await runCommand(["init", "x", "--force"], { cwd })).exitCode).toBe(2);
  });
});
