import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { automationFile, projectWith } from "../files/project-files.js";
import { runCommand } from "./run-command.js";

const TESTS = "tests: [{ name: x, runs: [{ series: { loss: '1' } }], expect: none }]";

describe("a command that is interrupted", () => {
  it.each([
    [["test"]],
    [["backtest", "--history", resolve("examples/runs/*.wandb")]],
    [["backtest", "--history", resolve("examples/runs/*.wandb"), "--sweep", "threshold=1"]],
    [["list"]],
    [["doctor"]],
  ])("ends with 130: %j", async (argv) => {
    const cwd = projectWith({
      "automations.ts": automationFile('export const spike = watch("loss");'),
      "automations.test.yaml": TESTS,
    });
    const env = { WANDB_API_KEY: "a".repeat(40), HOME: cwd };
    const { exitCode, err } = await runCommand(argv, { cwd, env, signal: AbortSignal.abort() });
    expect([exitCode, err]).toEqual([130, expect.any(String)]);
  });
});
