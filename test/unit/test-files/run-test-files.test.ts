import { cpSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type RunTestsOptions, runTestFiles } from "wandb-automations/test-files";
import { projectWith } from "../files/project-files.js";

const AUTOMATIONS = `import { ArtifactEvent, DoNothing, OnAddArtifactAlias, OnRunMetric, OnRunState, RunEvent, registry } from "wandb-automations";
const nothing = new DoNothing();
export const lossSpike = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").avg(3).gt(2).and(RunEvent.name.ne("debug")) }).then(nothing);
export const failed = new OnRunState({ scope: "acme/vision", filter: RunEvent.state.eq("failed") }).then(nothing);
export const deployed = new OnAddArtifactAlias({ scope: registry("acme-inc/model"), filter: ArtifactEvent.alias.eq("prod") }).then(nothing);
`;

const head = "automations: ./automations.ts\ntests:\n";

/** Runs one test file in a project with three automations. */
async function run(
  yaml: string,
  options: RunTestsOptions = {},
  files: Readonly<Record<string, string>> = {},
) {
  const cwd = projectWith({ "automations.ts": AUTOMATIONS, "automations.test.yaml": yaml, ...files });
  return await runTestFiles([], { cwd, ...options });
}

/** The only test of a file, given without its file's head. */
async function runOne(test: string) {
  const { tests, broken } = await run(`${head}  - ${test.trim().replaceAll("\n", "\n    ")}\n`);
  expect(broken).toEqual([]);
  expect(tests).toHaveLength(1);
  return tests[0]!;
}

describe("a test that expects firings", () => {
  const spiking = 'runs: [{ id: r1, series: { loss: "0.5x5 9x3" } }]';

  it("passes where they come, and nothing else does", async () => {
    const test = await runOne(
      `name: spike\nautomation: loss-spike\n${spiking}\nexpect: [{ run: r1, step: 6 }]`,
    );
    expect(test).toMatchObject({
      status: "passed",
      automation: "loss-spike",
      line: 3,
      column: 5,
      difference: [],
    });
  });

  it("finds the automation by its export too", async () => {
    const test = await runOne(`name: spike\nautomation: lossSpike\n${spiking}\nexpect: [{ step: 6 }]`);
    expect(test.status).toBe("passed");
  });

  it("fails where it fires elsewhere, with the difference and why", async () => {
    const test = await runOne(
      `name: spike\nautomation: loss-spike\n${spiking}\nexpect: [{ run: r1, step: 7 }]`,
    );
    expect(test).toMatchObject({
      status: "failed",
      message: "1 firing expected that did not come; 1 firing not expected",
    });
    expect(test.difference).toEqual([
      "- run r1 at step 7",
      "+ run r1 at step 6, 2026-01-01T00:06:00Z: the average of the last 3 values of loss is 3.33333 > 2",
    ]);
    expect(test.explanation).toContain(
      "loss-spike fired once on 1 of 1 run. It waits until average of the last 3 values",
    );
  });

  it("fails where it fires besides", async () => {
    const both = 'runs: [{ id: r1, series: { loss: "9x5" } }, { id: r2, series: { loss: "9x5" } }]';
    const test = await runOne(`name: spike\nautomation: loss-spike\n${both}\nexpect: [{ run: r1 }]`);
    expect(test.status).toBe("failed");
    expect(test.difference).toEqual([
      expect.stringMatching(/^ {2}run r1 at step 2/),
      expect.stringMatching(/^\+ run r2 at step 2/),
    ]);
  });

  it("gives the more particular expectation its firing, whatever their order", async () => {
    const long = 'runs: [{ id: r1, interval: 1d, series: { loss: "9x4" } }]';
    const expected = "[{ run: r1 }, { run: r1, step: 2 }, { step: 3 }]";
    expect((await runOne(`name: x\nautomation: loss-spike\n${long}\nexpect: ${expected}`)).status).toBe(
      "passed",
    );
  });

  it("counts repeated firings on the clock of the tests", async () => {
    const hours = 'runs: [{ id: r1, interval: 1h, start: 30m, series: { loss: "9x50" } }]';
    const steps =
      "[{ step: 2, at: 2h30m }, { step: 26, at: 2026-01-02T02:30:00Z }, { step: 50, at: 50h30m }]";
    expect(await runOne(`name: x\nautomation: loss-spike\n${hours}\nexpect: ${steps}`)).toMatchObject({
      status: "passed",
    });
    const times = await runOne(`name: x\nautomation: loss-spike\n${hours}\nexpect: [{ times: 3 }]`);
    expect(times.status).toBe("passed");
    const wrong = await runOne(`name: x\nautomation: loss-spike\n${hours}\nexpect: [{ times: 4 }]`);
    expect(wrong.difference.at(-1)).toBe("- any firing");
    const late = await runOne(
      `name: x\nautomation: loss-spike\n${hours}\nexpect: [{ at: 2h31m }, { times: 2 }]`,
    );
    expect(late.status).toBe("failed");
  });

  it("compares numbers exactly unless told otherwise", async () => {
    const test = (compared: string) =>
      runOne(`name: x\nautomation: loss-spike\n${spiking}\nexpect: [{ ${compared} }]`);
    expect((await test("compared: 3.3333333333333335")).status).toBe("passed");
    expect((await test("compared: 3.33")).status).toBe("failed");
    expect((await test("compared: 3.33, within: 0.01")).status).toBe("passed");
  });

  it("follows states, and runs that are resumed", async () => {
    const crashed = "runs: [{ id: r1, state: crashed }, { id: r2, state: finished }]";
    const test = await runOne(
      `name: x\nautomation: failed\n${crashed}\nexpect: [{ run: r1, state: crashed }]`,
    );
    expect(test.status).toBe("passed");
    const parts = `runs:
  - { id: r1, state: failed, series: { loss: "9 9" } }
  - { id: r1, startStep: 2, start: 1h, series: { loss: "9 9" } }`;
    expect(
      (await runOne(`name: x\nautomation: loss-spike\n${parts}\nexpect: [{ run: r1, step: 2 }]`)).status,
    ).toBe("passed");
  });

  it("takes events of artifacts", async () => {
    const events = `events:
  - { artifact: "acme-inc/wandb-registry-model/digits:v3", change: aliasAdded, alias: prod, at: 5m }
  - { artifact: "acme-inc/wandb-registry-model/digits:v4", change: aliasAdded, alias: staging }
  - { entity: acme, project: vision, collection: digits, change: aliasAdded, alias: prod }`;
    const expected = "[{ collection: digits, version: v3, alias: prod, at: 5m }]";
    expect(await runOne(`name: x\nautomation: deployed\n${events}\nexpect: ${expected}`)).toMatchObject({
      status: "passed",
    });
    const other = await runOne(`name: x\nautomation: deployed\n${events}\nexpect: [{ version: v4 }]`);
    expect(other.difference[0]).toBe("- version v4");
  });
});

describe("a test that expects no firing", () => {
  it("fails when it fires", async () => {
    const test = await runOne(
      'name: x\nautomation: loss-spike\nruns: [{ series: { loss: "9x5" } }]\nexpect: none',
    );
    expect(test).toMatchObject({ status: "failed", message: "it must not fire, but fired once" });
    expect(test.difference).toEqual(["- no firing", expect.stringMatching(/^\+ run run at step 2/)]);
  });

  it("fails when it doesn't fire for another reason", async () => {
    const body =
      'automation: loss-spike\nruns: [{ displayName: debug, series: { loss: "9x5" } }]\nexpect: none\n';
    expect((await runOne(`name: x\n${body}because: filter`)).status).toBe("passed");
    const test = await runOne(`name: x\n${body}because: condition`);
    expect(test).toMatchObject({
      status: "failed",
      message: expect.stringContaining("what keeps it is filter"),
    });
  });

  it("warns when it could not have fired", async () => {
    const body = 'automation: loss-spike\nruns: [{ series: { los: "9x5" } }]\nexpect: none';
    const test = await runOne(`name: x\n${body}`);
    expect(test.status).toBe("passed");
    expect(test.warnings).toEqual([
      expect.stringMatching(/^it could not have fired: .*loss.*because: notLogged/),
    ]);
    expect((await runOne(`name: x\n${body}\nbecause: notLogged`)).warnings).toEqual([]);
  });
});

describe("a test that can't be carried out", () => {
  it.each([
    [
      "automation: loss-spkie",
      'No automation is named "loss-spkie".\nDid you mean loss-spike? There are loss-spike, failed, deployed.',
    ],
    ["skip: x", undefined],
    ["", "The test doesn't say which automation it is about, and there are several."],
  ])("says so: %s", async (line, message) => {
    const test = await runOne(
      `name: x\n${line || "options: {}"}\nruns: [{ series: { loss: "1" } }]\nexpect: none`,
    );
    if (message === undefined) expect(test).toMatchObject({ status: "skipped", message: "x" });
    else expect(test).toMatchObject({ status: "error", message: expect.stringContaining(message) });
  });

  it("names history that isn't there, and runs that aren't in it", async () => {
    const test = await runOne(
      "name: x\nautomation: failed\nruns: [{ history: nowhere.wandb }]\nexpect: none",
    );
    expect(test).toMatchObject({ status: "error", message: expect.stringContaining("nowhere.wandb") });
  });
});

describe("history files", () => {
  const files = { "history/two.jsonl": '{"_runid":"a","_step":0,"loss":1}\n' };

  it("are found from the test file, and what the test says of the run counts", async () => {
    const cwd = projectWith({
      ...files,
      "automations.ts": AUTOMATIONS,
      "tests/automations.test.yaml": `automations: ../automations.ts
tests:
  - name: renamed
    automation: loss-spike
    runs: [{ id: r1, entity: acme, project: vision, history: ../runs/diverging.wandb }]
    expect: none
    because: notLogged
  - name: one of many
    automation: loss-spike
    runs: [{ pick: baseline, entity: acme, project: vision, config: { lr: 7 }, history: "../runs/*.wandb" }]
    expect: none
    because: notLogged
  - name: none of them
    automation: loss-spike
    runs: [{ pick: base, history: "../runs/*.wandb" }]
    expect: none
  - name: several under one id
    automation: loss-spike
    runs: [{ id: r1, history: "../runs/*.wandb" }]
    expect: none
`,
    });
    cpSync("examples/runs", join(cwd, "runs"), { recursive: true });
    const { tests } = await runTestFiles([], { cwd });
    expect(tests.map(({ status, message }) => [status, message])).toEqual([
      ["passed", undefined],
      ["passed", undefined],
      ["error", expect.stringMatching(/holds no run "base"\n.*baseline/)],
      ["error", expect.stringContaining("holds several runs")],
    ]);
  });
});

describe("test files in code", () => {
  const tests = `import { defineTests } from "wandb-automations/test-files";
import { series } from "wandb-automations/history";
import { lossSpike } from "./automations.js";
const spiking = series("loss", "9x5", { run: "r1" });
export const tests = defineTests({
  tests: [
    { name: "in code", automation: lossSpike, runs: [spiking], expect: [{ run: "r1", step: 2 }] },
    { name: "by name", automation: "loss-spike", runs: [{ series: { loss: "0x5" } }], expect: "none" },
  ],
});`;

  it("run as those in YAML do, and cover the same automations", async () => {
    const cwd = projectWith({ "automations.ts": AUTOMATIONS, "automations.tests.ts": tests });
    const report = await runTestFiles([], { cwd });
    expect(report.broken).toEqual([]);
    expect(report.tests.map(({ name, status }) => [name, status])).toEqual([
      ["in code", "passed"],
      ["by name", "passed"],
    ]);
    expect(report.coverage).toMatchObject({ covered: 1, total: 3 });
    expect(report.coverage.automations[0]).toEqual({
      name: "loss-spike",
      exportName: "lossSpike",
      file: "automations.ts",
      fires: 1,
      quiet: 1,
    });
  });

  it("say what is wrong with them", async () => {
    const wrong = tests.replace('expect: "none"', 'expects: "none"');
    const files = {
      "automations.ts": AUTOMATIONS,
      "a.tests.ts": wrong,
      "b.tests.ts": "export const tests = [];",
    };
    const { broken } = await runTestFiles(["*.tests.ts"], { cwd: projectWith(files) });
    expect(broken).toMatchObject([
      {
        file: "a.tests.ts",
        message: expect.stringMatching(/tests\[1\]\.expects isn't a key of a test; did you mean expect\?/),
      },
      { file: "b.tests.ts", message: expect.stringContaining("exports no tests") },
    ]);
  });
});

describe("coverage", () => {
  it("asks for a test in which an automation fires and one in which it doesn't", async () => {
    const { coverage, broken } = await run(`${head}
  - { name: fires, automation: failed, runs: [{ id: a, state: failed }], expect: [{ run: a }] }
  - { name: quiet, automation: deployed, runs: [{ id: a }], expect: none }
  - { name: both, automation: loss-spike, runs: [{ id: a, series: { loss: "9x5" } }, { id: b, series: { loss: "0x5" } }], expect: [{ run: a }] }
`);
    expect(broken).toEqual([]);
    const sides = coverage.automations.map(({ name, fires, quiet }) => [name, fires, quiet]);
    expect(sides).toEqual([
      ["loss-spike", 1, 1],
      ["failed", 1, 0],
      ["deployed", 0, 0],
    ]);
    expect(coverage).toMatchObject({ covered: 1, total: 3 });
  });
});

describe("what is run", () => {
  it("is what the pattern matches", async () => {
    const yaml = `${head}
  - { name: spike one, automation: failed, runs: [{}], expect: none }
  - { name: other, automation: failed, runs: [{}], expect: none }
`;
    expect((await run(yaml, { run: /^spike/ })).tests.map(({ name }) => name)).toEqual(["spike one"]);
  });

  it("is stopped by the signal", async () => {
    const stop = AbortSignal.abort(new Error("stopped"));
    await expect(run(`${head}  - { name: x, runs: [{}], expect: none }`, { signal: stop })).rejects.toThrow(
      "stopped",
    );
  });

  it("goes on where one file is broken or its automations can't be loaded", async () => {
    const good =
      "automations: ./automations.ts\ntests: [{ name: x, automation: failed, runs: [{}], expect: none }]";
    const lost = "automations: ./lost.ts\ntests: [{ name: y, automation: failed, runs: [{}], expect: none }]";
    const files = { "a.automations.test.yaml": "tests: [", "b.automations.test.yaml": lost };
    const { tests, broken } = await run(good, {}, files);
    expect(broken).toMatchObject([
      { file: "a.automations.test.yaml", line: 1, column: 9 },
      { file: "lost.ts", message: expect.stringContaining("there is no such file") },
    ]);
    expect(tests.map(({ status }) => status)).toContain("passed");
  });

  it("is nothing where there are no test files, which is an error", async () => {
    const cwd = projectWith({ "automations.ts": AUTOMATIONS });
    await expect(runTestFiles([], { cwd })).rejects.toMatchObject({ code: "FILES" });
    await expect(runTestFiles(["x.yaml"], { cwd })).rejects.toThrow("No test file is or matches x.yaml.");
  });
});
