import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectWith } from "../files/project-files.js";
import { expectDocument } from "./expect-document.js";
import { runCommand, startCommand } from "./run-command.js";

const AUTOMATIONS = `import { DoNothing, OnRunMetric, RunEvent } from "wandb-automations";
import { limit } from "./limit.js";
export const lossSpike = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(limit) }).then(new DoNothing());
`;
const TESTS = `automations: automations.ts
tests:
  - name: a spike
    automation: loss-spike
    runs: [{ id: r1, series: { loss: "1x3 9" } }]
    expect: [{ run: r1, step: 4 }]
  - name: calm
    automation: loss-spike
    runs: [{ id: r1, series: { loss: "1x3" } }]
    expect: none
`;

const project = (tests = TESTS, files: Readonly<Record<string, string>> = {}) =>
  projectWith({
    "automations.ts": AUTOMATIONS,
    "limit.ts": "export const limit = 2;",
    "automations.test.yaml": tests,
    ...files,
  });

describe("wandb-automations test", () => {
  it("shows what passed", async () => {
    const { exitCode, out, err } = await runCommand(["test"], { cwd: project() });
    expect(out.replace(/in \d+(\.\d+)? m?s/, "in no time")).toBe(`automations.test.yaml
  ✓ loss-spike › a spike
  ✓ loss-spike › calm

2 passed in no time
1 of 1 automations covered (100 %)
`);
    expect([exitCode, err]).toEqual([0, ""]);
  });

  it("shows what was expected, what came and why, in 80 columns", async () => {
    const wrong = TESTS.replace("step: 4", "step: 3").replace('1x3" }', '9" }');
    const { exitCode, out } = await runCommand(["test"], { cwd: project(wrong) });
    expect(exitCode).toBe(1);
    expect(out).toContain("  ✗ loss-spike › a spike line 3\n");
    expect(out).toMatch(
      /- run r1 at step 3\n +\+ run r1 at step 4, 2026-01-01T00:04:00Z: the latest value of loss/,
    );
    expect(out).toContain("it must not fire, but fired once");
    expect(out).toContain("loss-spike fired once on 1 of 1 run.");
    expect(out).not.toContain("can't be compared");
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("gives one JSON document", async () => {
    const run = await runCommand(["test", "--json"], { cwd: project(TESTS.replace("step: 4", "step: 3")) });
    expect(run.exitCode).toBe(1);
    expectDocument("test", run.out);
    expect(run.json()).toMatchObject({
      schemaVersion: 1,
      command: "test",
      ok: false,
      passed: 1,
      failed: 1,
      tests: [
        {
          name: "a spike",
          file: "automations.test.yaml",
          line: 3,
          column: 5,
          status: "failed",
          automation: "loss-spike",
        },
        { name: "calm", status: "passed" },
      ],
      broken: [],
      coverage: { covered: 0, total: 1, percent: 0 },
    });
  });

  it("fails where too little is covered", async () => {
    const half = TESTS.slice(0, TESTS.indexOf("  - name: calm"));
    const cwd = project(half);
    expect((await runCommand(["test"], { cwd })).exitCode).toBe(0);
    const { exitCode, out } = await runCommand(["test", "--min-coverage", "50"], { cwd });
    expect(exitCode).toBe(1);
    expect(out).toContain("loss-spike lacks one in which it doesn't fire");
    expect(out).toContain("coverage is below the 50 % that are wanted");
  });

  it("writes reports to files, and to stdout only those without one", async () => {
    const cwd = project();
    const reporters = [
      "--reporter",
      "junit=out/junit.xml",
      "--reporter",
      "json=out/results.json",
      "--reporter",
      "github",
    ];
    const { out } = await runCommand(["test", ...reporters], { cwd });
    expect(out).toBe("2 passed, 0 failed, 0 warning, 0 skipped\n1 of 1 automations covered (100 %25)\n");
    expect(readFileSync(join(cwd, "out/junit.xml"), "utf8")).toContain(
      '<testsuite name="automations.test.yaml" tests="2"',
    );
    expect(JSON.parse(readFileSync(join(cwd, "out/results.json"), "utf8")).summary.passed).toBe(2);
  });

  it.each([
    [["--reporter", "xml"], "must be one of list, json, junit, github"],
    [["--reporter", "junit="], "names no file"],
    [["--run", "("], "isn't a regular expression"],
    [["--run", "nothing like it"], "No test's name matches"],
    [["--min-coverage", "110"], "from 0 to 100"],
    [["nowhere.yaml"], "No test file is or matches nowhere.yaml"],
    [["--reporter", "junit=automations.ts/x.xml"], "can't be written"],
  ])("refuses %j with exit code 2", async (argv, words) => {
    const { exitCode, err } = await runCommand(["test", ...argv], { cwd: project() });
    expect(err).toContain(words);
    expect(exitCode).toBe(2);
  });

  it("ends with 2 where a test file can't be read, and runs the others", async () => {
    const cwd = project(TESTS, { "b.automations.test.yaml": "tests:\n  - nam: x\n    expect: none\n" });
    const { exitCode, out } = await runCommand(["test"], { cwd });
    expect(exitCode).toBe(2);
    expect(out.replace(/\s+/g, " ")).toContain(
      "b.automations.test.yaml:2:5: tests[0].nam isn't a key of a test; did you mean name?",
    );
    expect(out).toContain("✓ loss-spike › calm");
  });

  it("prints the schema for editors", async () => {
    const { exitCode, out } = await runCommand(["test", "--schema"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ type: "object", required: ["tests"] });
    expectDocument("testSchema", (await runCommand(["test", "--schema", "--json"])).out);
  });
});

describe("wandb-automations test --watch", () => {
  it("runs again when a test, an automation or what it imports changes, and ends when it is told to", async () => {
    // A project may lie in a folder of a name that is passed over in it.
    const folder = projectWith({ "build/x": "" });
    const cwd = join(folder, "build");
    cpSync(project(), cwd, { recursive: true });
    const command = startCommand(["test", "--watch"], { cwd });
    const rounds = async (count: number) => {
      while (command.err().split("Waiting for changes").length <= count) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return command.out().split("automations covered").length - 1;
    };
    expect(await rounds(1)).toBe(1);
    writeFileSync(join(cwd, "limit.ts"), "export const limit = 10;");
    expect(await rounds(2)).toBe(2);
    expect(command.out()).toContain("✗ loss-spike › a spike");
    writeFileSync(join(cwd, "automations.test.yaml"), "tests: [");
    expect(await rounds(3)).toBe(3);
    expect(command.out()).toContain("automations.test.yaml:1:9");
    const row = (loss: number) => `{"_step":0,"loss":${loss}}`;
    writeFileSync(join(folder, "calm.jsonl"), row(90));
    const filed = TESTS.replace("1x3 9", "1x3 90").replace(
      'series: { loss: "1x3" }',
      "history: ../calm.jsonl",
    );
    writeFileSync(join(cwd, "automations.test.yaml"), filed);
    await rounds(4);
    expect(command.out()).toContain("it must not fire, but fired once");
    expect(command.err()).toContain("\nautomations.test.yaml changed.\n");
    writeFileSync(join(folder, "calm.jsonl"), row(1));
    await rounds(5);
    expect(command.out().trimEnd()).toMatch(/2 passed in [^\n]+\n[^\n]+$/);
    command.stop();
    expect(await command.exitCode).toBe(0);
  });
});
