import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Api } from "wandb-automations";
import { createEmulator, type Emulator } from "../../../src/emulator.js";
import { automationInput, projectId, send } from "./test-server.js";

const MANY = 10_000;
const AT_ONCE = 100;

const names = Array.from({ length: MANY }, (_, i) => `automation-${i}`);
const clientOf = (emulator: Emulator) =>
  new Api({ apiKey: emulator.apiKey, baseUrl: emulator.url, fetch: emulator.fetch });

/** Saves them, a hundred in each request. */
async function saveMany(emulator: Emulator): Promise<void> {
  const scopeID = await projectId(emulator);
  const numbers = Array.from({ length: AT_ONCE }, (_, i) => i);
  const document = `mutation(${numbers.map((i) => `$i${i}: CreateFilterTriggerInput!`)}) {
    ${numbers.map((i) => `a${i}: createFilterTrigger(input: $i${i}) { trigger { id } }`).join("\n")} }`;
  for (let at = 0; at < MANY; at += AT_ONCE) {
    const inputs = names.slice(at, at + AT_ONCE).map((name) => automationInput({ name, scopeID }));
    const { errors } = await send(
      emulator,
      document,
      Object.fromEntries(inputs.map((input, i) => [`i${i}`, input])),
    );
    expect(errors).toBeUndefined();
  }
}

/** Reads them all, by pages, by a name and by project, as clients do. */
async function expectAll(api: Api): Promise<void> {
  const listed = await api.automations({ entity: "acme", perPage: 500 }).toArray();
  expect(listed).toHaveLength(MANY);
  expect(new Set(listed.map(({ name }) => name))).toEqual(new Set(names));
  expect(new Set(listed.map(({ id }) => id)).size).toBe(MANY);
  expect(await api.automation({ name: "automation-9999", entity: "acme" })).toMatchObject({
    name: "automation-9999",
  });
}

describe("10,000 automations", () => {
  it("are stored and paged through, in memory", async () => {
    await using emulator = await createEmulator({ demo: true });
    await saveMany(emulator);
    await expectAll(clientOf(emulator));
  });

  it("are stored and paged through, before and after a restart with a data file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "emulator-"));
    const data = join(folder, "data.db");
    try {
      const first = await createEmulator({ demo: true, data });
      await saveMany(first);
      await first.close();
      await using second = await createEmulator({ data });
      await expectAll(clientOf(second));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
