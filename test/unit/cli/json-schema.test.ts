import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { CliIo } from "../../../src/cli/cli-io.js";
import { automationFile, projectWith } from "../files/project-files.js";
import { runCommand, startCommand } from "./run-command.js";

const file = new URL("../../../docs/cli.schema.json", import.meta.url);
const schema = JSON.parse(readFileSync(file, "utf8")) as {
  readonly $schema: string;
  readonly $defs: Readonly<Record<string, { readonly properties: object }>>;
};

/** Expects a document to be what the schema says of its kind, with no field that the schema doesn't name. */
function expectDocument(kind: string, text: string): void {
  const { $schema, $defs } = schema;
  const document = JSON.parse(text) as object;
  const { error } = z
    .fromJSONSchema({ $schema, $defs, $ref: `#/$defs/${kind}` } as never)
    .safeParse(document);
  expect(error?.issues ?? []).toEqual([]);
  expect(Object.keys($defs[kind]!.properties)).toEqual(expect.arrayContaining(Object.keys(document)));
  expect(z.fromJSONSchema(schema as never).safeParse(document).success).toBe(true);
}

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

  it("describes what the emulator prints when it has been stopped", async () => {
    const command = startCommand(["emulator", "--json"]);
    while (!command.err().includes("Ctrl+C")) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(command.out()).toBe("");
    command.stop();
    expect(await command.exitCode).toBe(0);
    expectDocument("emulator", command.out());
  });
});
