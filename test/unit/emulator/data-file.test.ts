import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type EmulatorOptions } from "../../../src/emulator.js";
import { createAutomation, createWebhookAutomation, receiver, send, threshold } from "./test-server.js";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "emulator-"));
  file = join(folder, "data.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (options: EmulatorOptions = {}) => createEmulator({ data: file, demo: true, ...options });
const LIST = '{ entity(name: "acme") { triggers { edges { node { id name enabled } } } } }';

describe("a data file", () => {
  it("keeps automations, and never gives an id again", async () => {
    const first = await open();
    const one = await createAutomation(first, { name: "one", enabled: false });
    const two = await createAutomation(first, { name: "two" });
    const { id } = two.data.result.trigger;
    await send(first, "mutation($id: ID!) { deleteTrigger(input: { triggerID: $id }) { success } }", { id });
    await first.close();
    await using second = await open();
    expect((await send(second, LIST)).data.entity.triggers.edges).toEqual([
      { node: { id: one.data.result.trigger.id, name: "one", enabled: false } },
    ]);
    const three = await createAutomation(second, { name: "three" });
    expect(three.data.result.trigger.id).not.toBe(id);
  });

  it("keeps runs with values that JSON has no words for, windows and the 24 hours", async () => {
    const first = await open();
    await createAutomation(first, { name: "avg", eventFilter: threshold("loss", 0.5, "AVERAGE", 3) });
    const run = await first.admin.createRun("acme/vision", { id: "r", config: { lr: 0.1 } });
    await first.log(run, {
      loss: 1,
      big: 2n ** 60n,
      odd: Number.NaN,
      nested: { a: Number.POSITIVE_INFINITY },
    });
    await first.log(run, { loss: 1 });
    const history = '{ project(name: "vision", entityName: "acme") { run(name: "r") { history config } } }';
    const before = await send(first, history);
    expect(before.data.project.run.history[0]).toContain('"big":1152921504606846976');
    await first.close();

    const second = await open();
    expect((await send(second, history)).data).toEqual(before.data);
    await second.log(run.path, { loss: 1, _timestamp: 1e9 });
    expect(second.executions()).toMatchObject([{ run: { path: "acme/vision/r", step: 2 } }]);
    await second.close();

    await using third = await open();
    await third.log(run.path, { loss: 1, _timestamp: 1e9 + 86_399 });
    expect(third.executions()).toHaveLength(1);
    await third.log(run.path, { loss: 1, _timestamp: 1e9 + 86_400 });
    expect(third.executions()).toHaveLength(2);
  });

  it("keeps deliveries that weren't made, and makes them once", async () => {
    const target = await receiver([{ status: 503 }]);
    const first = await open({ delivery: { backoffMs: 60_000 } });
    await first.admin.putSecret({ entity: "acme", name: "S", value: "s3cret" });
    await createWebhookAutomation(first, "hook", { urlEndpoint: target.url, secretRef: "S" });
    await first.admin.createRun("acme/vision", { id: "r" });
    await first.log("acme/vision/r", { loss: 1 });
    while (first.executions()[0]?.error === null) await new Promise((resolve) => setTimeout(resolve, 5));
    await first.close();

    const later = () => new Date(Date.now() + 3_600_000);
    for (let i = 0; i < 2; i++) {
      await using again = await open({ now: later });
      await again.settled();
      expect(again.executions()).toMatchObject([{ state: "FINISHED", attempts: 2 }]);
    }
    expect(target.received.map(({ headers }) => headers["x-emulator-attempt"])).toEqual(["1", "2"]);
    expect(target.received[0]?.headers["x-wandb-signature"]).toBe(
      target.received[1]?.headers["x-wandb-signature"],
    );
    await target.close();
  });

  it("is readable by its owner only, and held by one emulator at a time", async () => {
    await using _first = await open();
    expect(statSync(file).mode & 0o077).toBe(0);
    await expect(open()).rejects.toThrow(/in use by another emulator/);
  });

  it("must be one", async () => {
    writeFileSync(file, "this is no database, and long enough to be looked at as one".repeat(20));
    await expect(open()).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    await expect(
      createEmulator({ data: join(folder, "no", "such", "folder", "x.db") }),
    ).rejects.toMatchObject({
      code: "CONFIG_INVALID",
    });
  });
});
