import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { automationFile, projectWith } from "../files/project-files.js";
import { runCommand } from "./run-command.js";

const clean = `
import { SendWebhook, WebhookIntegration } from "wandb-automations";
const integration = new WebhookIntegration({ name: "ci", urlEndpoint: "https://ci.example/hook" });
export const failed = new OnRunState({ scope: "acme/vision", filter: RunEvent.state.eq("failed") }).then(
  new SendWebhook({ integration, payload: { project: "\${project_name}" } }),
);`;
const warned = `export const accuracy = watch("accuracy");`;
const wrong = `export const never = new OnRunState({
  scope: "acme/vision",
  filter: RunEvent.state.eq("failed").and({ group: { $eq: "a", $ne: "a" } }),
}).then(new DoNothing());`;

const validate = (files: Record<string, string>, ...argv: string[]) =>
  runCommand(["validate", ...argv], { cwd: projectWith(files) });

describe("wandb-automations validate", () => {
  it("passes clean automations", async () => {
    const { exitCode, out, err } = await validate({ "automations.ts": automationFile(clean) });
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toContain("✓ failed");
    expect(out).toContain("1 passed");
  });

  it("shows warnings with where and why, and fails by them when it is told to", async () => {
    const files = { "automations.ts": automationFile(warned) };
    const { exitCode, out } = await validate(files);
    expect(exitCode).toBe(0);
    expect(out).toContain(
      "automations.ts\n  ! accuracy line 8\n      it does nothing when it fires (no-op)\n",
    );
    expect(out).toContain("see docs/lint.md#no-op");
    expect(out).toContain("1 warning ");
    expect((await validate(files, "--strict")).exitCode).toBe(3);
  });

  it("fails for errors, in automations and in files, and reports them all", async () => {
    const files = {
      "automations/broken.ts": `throw new Error("not today");`,
      "automations/wrong.ts": automationFile(wrong),
    };
    const { exitCode, out } = await validate(files, "--strict");
    expect(exitCode).toBe(1);
    expect(out).toContain("not today");
    expect(out).toContain("no run can pass its filter");
    expect(out).toContain("2 failed, 1 warning");
  });

  it("prints one JSON document", async () => {
    const files = { "automations/a.ts": automationFile(wrong), "automations/b.ts": "}" };
    const { exitCode, out, err, json } = await validate(files, "--json");
    expect([exitCode, err]).toEqual([1, ""]);
    expect(json()).toMatchObject({
      schemaVersion: 1,
      command: "validate",
      ok: false,
      summary: { automations: 1, errors: 2, warnings: 1, infos: 0 },
      files: ["automations/a.ts", "automations/b.ts"],
      automations: [{ name: "never", file: "automations/a.ts", line: 8, exportName: "never" }],
      problems: [{ severity: "error", file: "automations/b.ts", line: 1 }],
      findings: [
        { rule: "no-op", severity: "warning" },
        { rule: "impossible-filter", severity: "error", automation: "never", line: 8 },
      ],
    });
    expect(out.endsWith("}\n")).toBe(true);
  });

  it("writes reports for machines", async () => {
    const cwd = projectWith({ "automations.ts": automationFile(warned) });
    const argv = ["validate", "--reporter", "github", "--reporter", "junit=report.xml"];
    const { out } = await runCommand(argv, { cwd });
    expect(out).toMatch(/^::warning file=automations.ts,line=8,title=accuracy::it does nothing/);
    expect(readFileSync(join(cwd, "report.xml"), "utf8")).toContain('<testcase name="accuracy"');
  });

  it.each([
    [[], "there are no files with automations"],
    [["nowhere.ts"], "nowhere.ts: there is no such file"],
    [["--strickt"], "--strickt"],
  ])("refuses %j with exit code 2 where there is nothing to look at", async (argv, words) => {
    const { exitCode, out, err } = await validate({}, ...argv);
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toContain(words);
    const asJson = await validate({}, ...argv, "--json");
    expect([asJson.exitCode, asJson.err]).toEqual([2, ""]);
    expect(asJson.json()).toMatchObject({
      command: "validate",
      ok: false,
      error: { message: expect.stringContaining(words) },
    });
  });

  it("keeps lines within 80 columns", async () => {
    const long = `export const ${"veryLongName".repeat(9)} = watch("${"x".repeat(100)}/loss");`;
    const { out } = await validate({ "automations.ts": automationFile(long) });
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });
});
