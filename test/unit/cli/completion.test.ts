import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runCommand } from "./run-command.js";

const has = (shell: string) => spawnSync(shell, ["--version"]).status === 0;

/** What bash offers for a command line, the last word being the one that is completed. */
async function completeInBash(...words: readonly string[]): Promise<string[]> {
  const { out } = await runCommand(["completion", "bash"]);
  const list = ["wandb-automations", ...words].map((word) => `'${word}'`).join(" ");
  const script = `${out}
COMP_WORDS=(${list}); COMP_CWORD=${words.length}
_wandb_automations; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync("bash", ["--norc", "-c", script], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  return stdout.split("\n").filter((line) => line !== "");
}

describe.skipIf(!has("bash"))("completion in bash", () => {
  it("knows commands, options, their values, and leaves the rest to file names", async () => {
    expect(await completeInBash("va")).toEqual(["validate"]);
    expect(await completeInBash("")).toEqual(
      expect.arrayContaining(["init", "plan", "emulator", "completion"]),
    );
    expect(await completeInBash("validate", "--s")).toEqual(["--strict"]);
    expect(await completeInBash("validate", "--reporter", "")).toEqual(["list", "json", "junit", "github"]);
    expect(await completeInBash("validate", "auto")).toEqual([]);
    expect(await completeInBash("--json", "validate", "--no")).toEqual(["--no-color"]);
    expect(await completeInBash("completion", "f")).toEqual(["fish"]);
  });
});

describe("completion", () => {
  it.each(["zsh", "fish"])("is a script that %s takes", async (shell) => {
    const { exitCode, out } = await runCommand(["completion", shell]);
    expect(exitCode).toBe(0);
    expect(out).toContain("validate");
    expect(out).toContain("strict");
    // Without the shell itself that is all that can be said here.
    if (!has(shell)) return;
    const folder = mkdtempSync(join(tmpdir(), "completion-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "script");
    writeFileSync(file, out);
    const { status, stderr } = spawnSync(shell, ["-n", file], { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });

  it("refuses other shells", async () => {
    const { exitCode, err } = await runCommand(["completion", "tcsh"]);
    expect([exitCode, err]).toEqual([2, expect.stringContaining("bash, zsh, fish")]);
  });
});
