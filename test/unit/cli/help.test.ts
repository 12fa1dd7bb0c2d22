import { describe, expect, it } from "vitest";
import { runCommand } from "./run-command.js";

const commands = async (): Promise<string[]> => {
  const { out } = await runCommand(["--help"]);
  const list = out.slice(out.indexOf("Commands:"), out.indexOf("Examples:"));
  return Array.from(list.matchAll(/^ {2}([a-z]+) /gm), (match) => match[1]!).filter(
    (name) => name !== "help",
  );
};

describe("help", () => {
  it("has every command in 80 columns, with examples that name it", async () => {
    const names = await commands();
    expect(names).toEqual(expect.arrayContaining(["init", "validate", "emulator", "completion"]));
    for (const name of ["", ...names]) {
      const argv = [name, "--help"].filter((word) => word !== "");
      const { exitCode, out, err } = await runCommand(argv, { columns: 200, isTty: true });
      expect([exitCode, err]).toEqual([0, ""]);
      expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
      expect(out).toContain(`  $ wandb-automations ${name}`);
    }
  });

  it("keeps to narrow terminals", async () => {
    const { out } = await runCommand(["validate", "--help"], { columns: 72 });
    const prose = out.slice(0, out.indexOf("Examples:"));
    expect(prose.split("\n").filter((line) => line.length > 72)).toEqual([]);
  });

  it("is a document too", async () => {
    expect((await runCommand(["--help", "--json"])).json()).toMatchObject({
      schemaVersion: 1,
      command: "wandb-automations",
      ok: true,
      text: expect.stringContaining("Usage:"),
    });
    const { json } = await runCommand(["--version", "--json"]);
    expect(json()).toMatchObject({ ok: true, text: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  });

  it("is what a command line without a command gets", async () => {
    const { exitCode, err } = await runCommand([]);
    expect([exitCode, err]).toEqual([2, expect.stringContaining("Usage:")]);
    const { json } = await runCommand(["--json"]);
    expect(json()).toMatchObject({ ok: false, error: { code: "USAGE" } });
  });
});
