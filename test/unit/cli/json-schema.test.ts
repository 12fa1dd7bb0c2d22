import { describe, expect, it } from "vitest";
import type { CliIo } from "../../../src/cli/cli-io.js";
import { automationFile, projectWith } from "../files/project-files.js";
import { expectDocument } from "./expect-document.js";
import { runCommand, startCommand } from "./run-command.js";

const body = `export const noisy = watch("train/loss");
export const event = new OnRunState({ scope: "acme/vision", filter: RunEvent.state.eq("failed") });`;

describe("docs/cli.schema.json", () => {
  it.each<[string, string[], Record<string, string>, Partial<CliIo>]>([
    ["validate", ["validate"], { "automations.ts": automationFile(body), "automations/b.ts": "}" }, {}],
    ["validate", ["validate", "automations.ts"], { "automations.ts": automationFile(body) }, {}],
    ["init", ["init", "new"], {}, {}],
    ["completion", ["completion", "bash"], {}, {}],
    ["help", ["--help"], {}, {}],
    ["help", ["validate", "--help"], {}, {}],
    ["help", ["--version"], {}, {}],
    ["error", ["validate"], {}, {}],
    ["error", ["frobnicate"], {}, {}],
    ["error", ["validate", "--nonsense"], {}, {}],
    ["error", [], {}, {}],
    ["error", ["emulator", "--features", "NOT_ONE=off"], {}, {}],
  ])("describes %s as %j prints it", async (kind, argv, files, io) => {
    const { out, err } = await runCommand([...argv, "--json"], { cwd: projectWith(files), ...io });
    expectDocument(kind, out);
    expect(err).toBe("");
  });

  it("describes bugs, which are thrown all the same", async () => {
    const now = () => {
      throw new TypeError("a bug");
    };
    const command = startCommand(["validate", "--json"], { now });
    await expect(command.exitCode).rejects.toThrow("a bug");
    expectDocument("error", command.out());
    expect(JSON.parse(command.out())).toMatchObject({ command: "validate", error: { code: "INTERNAL" } });
  });

  it("describes what the emulator prints when it has been stopped", async () => {
    const command = startCommand(["emulator", "--json"]);
    while (!command.err().includes("Ctrl+C")) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(command.out()).toBe("");
    command.stop();
    expect(await command.exitCode).toBe(0);
    expectDocument("emulator", command.out());
  });
});
