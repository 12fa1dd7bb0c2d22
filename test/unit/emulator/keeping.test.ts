import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type EmulatorOptions } from "../../../src/emulator.js";
import { createAutomation, createWebhookAutomation, receiver, send } from "./test-server.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "emulator-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const open = (options: EmulatorOptions) =>
  createEmulator({ data: join(folder, "data.db"), demo: true, ...options });

describe("executions that are kept", () => {
  it("are the newest, and the 24 hours hold for those that aren't, also after a restart", async () => {
    const keep = { executions: 3 };
    const first = await open({ keep });
    await createAutomation(first, { name: "no-op" });
    for (let i = 0; i < 6; i++) {
      const run = await first.admin.createRun("acme/vision", { id: `r${i}` });
      await first.log(run, { loss: 1, _timestamp: 1e9 });
    }
    expect(first.executions().map(({ run }) => run?.id)).toEqual(["r3", "r4", "r5"]);
    await first.close();

    await using second = await open({ keep });
    await second.log("acme/vision/r0", { loss: 1, _timestamp: 1e9 + 86_399 });
    expect(second.executions().map(({ run }) => run?.id)).toEqual(["r3", "r4", "r5"]);
    await second.log("acme/vision/r0", { loss: 1, _timestamp: 1e9 + 86_400 });
    expect(second.executions().map(({ run }) => run?.id)).toEqual(["r4", "r5", "r0"]);
    const { data } = await send(
      second,
      '{ project(name: "vision", entityName: "acme") { triggerExecutions { totalCount } } emulator { executions { totalCount } } }',
    );
    expect(data).toEqual({
      project: { triggerExecutions: { totalCount: 3 } },
      emulator: { executions: { totalCount: 3 } },
    });
  });

  it("are all that are PENDING", async () => {
    const target = await receiver(Array.from({ length: 4 }, () => ({ status: 503 })));
    await using emulator = await open({ keep: { executions: 1 }, delivery: { backoffMs: 60_000 } });
    await createWebhookAutomation(emulator, "hook", { urlEndpoint: target.url });
    await createAutomation(emulator, { name: "no-op" });
    for (let i = 0; i < 4; i++) {
      const run = await emulator.admin.createRun("acme/vision", { id: `r${i}` });
      await emulator.log(run, { loss: 1 });
    }
    expect(emulator.executions({ automation: "hook" })).toHaveLength(4);
    expect(emulator.executions({ automation: "no-op" })).toHaveLength(0);
    await target.close();
  });

  it("keep the newest bodies, and say how long the others were", async () => {
    const target = await receiver();
    const options = { keep: { bodyBytes: 20 } };
    const emulator = await open(options);
    const requestPayload = '{"run":"${run_name}"}';
    await createWebhookAutomation(emulator, "hook", { urlEndpoint: target.url, requestPayload });
    for (const id of ["a", "b"]) {
      const run = await emulator.admin.createRun("acme/vision", { id });
      await emulator.log(run, { loss: 1 });
      await emulator.settled();
    }
    const kept = [
      { request: { url: `${target.url}/`.slice(0, -1), body: "[11 characters, not kept]" } },
      { request: { body: '{"run":"b"}' }, response: { body: "thanks" } },
    ];
    expect(emulator.executions()).toMatchObject(kept);
    expect(target.received.map(({ body }) => body)).toEqual(['{"run":"a"}', '{"run":"b"}']);
    await emulator.close();
    await using again = await open(options);
    expect(again.executions()).toMatchObject(kept);
    await target.close();
  });
});
