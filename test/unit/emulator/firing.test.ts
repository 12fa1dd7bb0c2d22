import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../../src/emulator.js";
import {
  createAutomation,
  createWebhookAutomation,
  projectId,
  receiver,
  send,
  threshold,
} from "./test-server.js";

const FAST = { backoffMs: 1, timeoutMs: 2000 };
let emulator: Emulator;
let target: Awaited<ReturnType<typeof receiver>>;

beforeEach(async () => {
  target = await receiver();
  emulator = await createEmulator({ demo: true, delivery: FAST });
});
afterEach(async () => {
  await emulator.close();
  await target.close();
});

async function webhook(payload: object | undefined, options: Record<string, unknown> = {}) {
  await emulator.admin.putSecret({ entity: "acme", name: "TOKEN", value: "t0ken" });
  await emulator.admin.putSecret({ entity: "acme", name: "SIGN", value: "s1gn" });
  const { id } = await emulator.admin.createWebhookIntegration({
    entity: "acme",
    name: "target",
    urlEndpoint: `${target.url}/hook`,
    accessTokenRef: "TOKEN",
    secretRef: "SIGN",
  });
  const created = await createAutomation(emulator, {
    name: "alert",
    triggeredActionType: "GENERIC_WEBHOOK",
    triggeredActionConfig: {
      genericWebhookActionInput: {
        integrationID: id,
        ...(payload && { requestPayload: JSON.stringify(payload) }),
      },
    },
    ...options,
  });
  expect(created.errors).toBeUndefined();
}

describe("a run's metric", () => {
  it("fires a signed webhook with its variables filled in", async () => {
    await webhook({
      text: "${run_name}: ${metric_name} is ${metric_current_status}${alias}",
      key: "${TOKEN}",
      t: "${ACCESS_TOKEN}",
    });
    const run = await emulator.admin.createRun("acme/vision", { id: "r1", displayName: 'my "run"' });
    await emulator.log(run, { loss: 0.4 });
    await emulator.log(run, { loss: 0.75 });
    await emulator.log(run, { loss: 0.9 });
    await emulator.settled();
    expect(target.received).toHaveLength(1);
    const [{ body, headers, path }] = target.received as [(typeof target.received)[number]];
    expect(path).toBe("/hook");
    expect(JSON.parse(body)).toEqual({ text: 'my "run": loss is 0.75', key: "${TOKEN}", t: "t0ken" });
    expect(headers).toMatchObject({
      "content-type": "application/json",
      authorization: "Bearer t0ken",
      "x-wandb-signature": createHmac("sha256", "s1gn").update(body).digest("base64"),
    });
    expect(emulator.executions()).toMatchObject([
      {
        automation: { name: "alert" },
        state: "FINISHED",
        reason: "the latest value of loss is 0.75 > 0.5",
        run: { path: "acme/vision/r1", step: 1 },
        response: { status: 200, body: "thanks" },
        attempts: 1,
      },
    ]);
    expect(JSON.stringify(emulator.executions())).not.toMatch(/t0ken|s1gn/);
  });

  it("fires again for another run and not for a run elsewhere", async () => {
    await webhook(undefined);
    for (const id of ["a", "b"]) {
      await emulator.admin.createRun("acme/vision", { id });
      await emulator.log(`acme/vision/${id}`, { loss: 1 });
    }
    await emulator.admin.createRun("acme/nlp", { id: "c" });
    await emulator.log("acme/nlp/c", { loss: 1 });
    expect(emulator.executions().map(({ run }) => run?.path)).toEqual(["acme/vision/a", "acme/vision/b"]);
    await emulator.settled();
    expect(target.received.map(({ body }) => body)).toEqual(["{}", "{}"]);
  });

  it("keeps to 24 hours of the run's own time, also after the automation was changed", async () => {
    await webhook(undefined);
    const run = await emulator.admin.createRun("acme/vision", { id: "r" });
    await emulator.log(run, { loss: 1, _timestamp: 1000 });
    await emulator.log(run, { loss: 1, _timestamp: 1000 + 86_399 });
    const { data } = await send(emulator, '{ entity(name: "acme") { triggers { edges { node { id } } } } }');
    const changed = await send(
      emulator,
      "mutation($input: UpdateFilterTriggerInput!) { updateFilterTrigger(input: $input) { trigger { name } } }",
      { input: { id: data.entity.triggers.edges[0].node.id, eventFilter: threshold("loss", 0.1) } },
    );
    expect(changed.errors).toBeUndefined();
    await emulator.log(run, { loss: 1, _timestamp: 1000 + 86_399 });
    expect(emulator.executions()).toHaveLength(1);
    const other = await emulator.admin.createRun("acme/vision", { id: "s" });
    await emulator.log(other, { loss: 1, _timestamp: 1000 });
    await emulator.log(other, { loss: 1, _timestamp: 1000 + 86_400 });
    expect(emulator.executions().map(({ run: { id, step } = { id: "", step: null } }) => [id, step])).toEqual(
      [
        ["r", 0],
        ["s", 0],
        ["s", 1],
      ],
    );
  });

  it("counts a step's value once, however often the step is logged", async () => {
    await createAutomation(emulator, { name: "avg", eventFilter: threshold("loss", 0.5, "AVERAGE", 2) });
    const run = await emulator.admin.createRun("acme/vision");
    await emulator.log(run, { _step: 3, loss: 1 });
    await emulator.log(run, { _step: 3, acc: 1 });
    await emulator.log(run, { _step: 3, loss: 1 });
    expect(emulator.executions()).toHaveLength(0);
    await emulator.log(run, { _step: 4, loss: 1 });
    expect(emulator.executions()).toHaveLength(1);
    await expect(emulator.log(run, { _step: 2, loss: 1 })).rejects.toThrow(/run is at 4/);
  });

  it("is watched with the values that were logged before, by an automation saved in the middle of a run", async () => {
    const run = await emulator.admin.createRun("acme/vision");
    for (const loss of [0, 0, 1]) await emulator.log(run, { loss });
    const { data } = await createAutomation(emulator, {
      name: "avg",
      eventFilter: threshold("loss", 0.5, "AVERAGE", 2),
    });
    expect(emulator.executions()).toEqual([]);
    await emulator.log(run, { loss: 0.1 });
    expect(emulator.executions()).toMatchObject([{ run: { step: 3 } }]);
    const update =
      "mutation($input: UpdateFilterTriggerInput!) { updateFilterTrigger(input: $input) { trigger { id } } }";
    const { id } = data.result.trigger;
    const other = await emulator.admin.createRun("acme/vision");
    await emulator.log(other, { loss: 0 });
    await send(emulator, update, { input: { id, enabled: false } });
    await emulator.log(other, { loss: 0.9 });
    await send(emulator, update, { input: { id, enabled: true } });
    await emulator.log(other, { loss: 0.3 });
    expect(emulator.executions()).toMatchObject([{}, { run: { path: other.path, step: 2 } }]);
  });

  it("is not watched while the automation is disabled", async () => {
    await createAutomation(emulator, { name: "off", enabled: false });
    const run = await emulator.admin.createRun("acme/vision");
    await emulator.log(run, { loss: 1 });
    expect(emulator.executions()).toEqual([]);
  });

  it("respects run filters", async () => {
    const filter = JSON.parse(threshold("loss", 0.5));
    filter.run_filter = '{"$and":[{"display_name":{"$contains":"prod"}}]}';
    await createAutomation(emulator, { name: "prod only", eventFilter: JSON.stringify(filter) });
    for (const displayName of ["dev-1", "prod-1"]) {
      const run = await emulator.admin.createRun("acme/vision", { displayName });
      await emulator.log(run, { loss: 1 });
    }
    expect(emulator.executions()).toHaveLength(1);
  });
});

describe("artifacts", () => {
  const any = '{"$or":[{"$and":[]}]}';
  const alias = '{"$or":[{"$and":[{"alias":{"$eq":"prod"}}]}]}';
  const fired = () => emulator.executions().map(({ automation, reason }) => `${automation.name}: ${reason}`);

  it("fire what watches their collection, their registry or their team, and nothing else", async () => {
    const registry = await projectId(emulator, "wandb-registry-model", "acme-inc");
    const { data } = await send(emulator, '{ entity(name: "acme") { id } }');
    const watch = (name: string, triggeringEventType: string, scope: object, eventFilter = any) =>
      createAutomation(emulator, { name, triggeringEventType, eventFilter, ...scope });
    await watch("linked", "LINK_MODEL", { scopeID: registry });
    await watch("prod in project", "ADD_ARTIFACT_ALIAS", {}, alias);
    await watch("prod in registry", "ADD_ARTIFACT_ALIAS", { scopeID: registry }, alias);
    await watch("tagged", "ADD_ARTIFACT_TAG", { scopeType: "ENTITY", scopeID: data.entity.id });
    await watch("collection tag gone", "REMOVE_COLLECTION_TAG", {});
    const { admin } = emulator;
    await admin.createVersion("acme/vision/resnet");
    await admin.addAlias("acme/vision/resnet:v0", "prod");
    await admin.linkVersion("acme/vision/resnet:v0", "acme-inc/wandb-registry-model/prod-models", {
      aliases: ["prod"],
    });
    await admin.addTag("acme/vision/resnet:v0", "europe");
    await admin.addCollectionTag("acme/vision/resnet", "old");
    await admin.removeCollectionTag("acme/vision/resnet", "old");
    await admin.unlinkVersion("acme-inc/wandb-registry-model/prod-models:v0");
    expect(fired()).toEqual([
      'prod in project: alias "prod" was added to resnet:v0',
      "linked: v0 was linked to prod-models",
      'prod in registry: alias "prod" was added to prod-models:v0',
      'tagged: tag "europe" was added to resnet:v0',
      'collection tag gone: tag "old" was removed from the collection resnet',
    ]);
  });

  it("fill in the variables of their templates", async () => {
    await webhook(
      {
        v: "${artifact_version_string}",
        m: "${artifact_metadata.acc}",
        e: "${event_type}",
        r: "[${run_name}]",
      },
      { triggeringEventType: "ADD_ARTIFACT_ALIAS", eventFilter: alias },
    );
    await emulator.admin.createVersion("acme/vision/resnet", { metadata: { acc: 0.9 }, aliases: ["prod"] });
    await emulator.settled();
    expect(target.received.map(({ body }) => JSON.parse(body))).toEqual([
      { v: "acme/vision/resnet:prod", m: "0.9", e: "ADD_ARTIFACT_ALIAS", r: "[]" },
    ]);
  });

  it("say once that an operator can't be evaluated, and fire nothing", async () => {
    const odd = '{"$or":[{"$and":[{"alias":{"$near":"prod"}}]}]}';
    await createAutomation(emulator, {
      name: "odd",
      triggeringEventType: "ADD_ARTIFACT_ALIAS",
      eventFilter: odd,
    });
    for (const name of ["a", "b"]) {
      await emulator.admin.createVersion("acme/vision/resnet", { aliases: [name] });
    }
    expect(emulator.executions()).toMatchObject([
      { state: "FAILED", error: expect.stringContaining("$near") },
    ]);
  });
});

describe("deliveries", () => {
  it("are tried again while the receiver is down, and waited for as long as it asks", async () => {
    await emulator.close();
    await target.close();
    target = await receiver([{ status: 503 }, { status: 429 }, { status: 200 }]);
    emulator = await createEmulator({ demo: true, delivery: FAST });
    await webhook(undefined);
    await emulator.admin.createRun("acme/vision", { id: "r" });
    await emulator.log("acme/vision/r", { loss: 1 });
    await emulator.settled();
    expect(emulator.executions()).toMatchObject([
      { state: "FINISHED", attempts: 3, response: { status: 200 } },
    ]);
    const ids = target.received.map(({ headers }) => headers["x-emulator-execution"]);
    expect(new Set(ids)).toEqual(new Set([emulator.executions()[0]?.id]));
  });

  it("fail at once on a refusal or a redirect, which isn't followed", async () => {
    await emulator.close();
    await target.close();
    target = await receiver([{ status: 404 }, { status: 302, headers: { location: "/elsewhere" } }]);
    emulator = await createEmulator({ demo: true, delivery: FAST });
    await webhook(undefined);
    for (const id of ["a", "b"]) {
      await emulator.admin.createRun("acme/vision", { id });
      await emulator.log(`acme/vision/${id}`, { loss: 1 });
      await emulator.settled();
    }
    expect(emulator.executions()).toMatchObject([
      { state: "FAILED", attempts: 1, error: "the receiver answered 404 Not Found" },
      { state: "FAILED", attempts: 1, error: "the receiver answered 302 Found" },
    ]);
    expect(target.received).toHaveLength(2);
  });

  it("are given up after the last attempt", async () => {
    await target.close();
    await webhook(undefined);
    await emulator.admin.createRun("acme/vision", { id: "r" });
    await emulator.log("acme/vision/r", { loss: 1 });
    await emulator.settled();
    expect(emulator.executions()).toMatchObject([{ state: "FAILED", attempts: 5, response: null }]);
    target = await receiver();
  });

  it("are given up as well where no answer comes in time", async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    await using impatient = await createEmulator({
      demo: true,
      delivery: { timeoutMs: 20, attempts: 2, backoffMs: 1 },
    });
    const urlEndpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
    await createWebhookAutomation(impatient, "alert", { urlEndpoint });
    await impatient.admin.createRun("acme/vision", { id: "r" });
    await impatient.log("acme/vision/r", { loss: 1 });
    await impatient.settled();
    expect(impatient.executions()).toMatchObject([
      { state: "FAILED", attempts: 2, response: null, error: "no answer within 20 ms" },
    ]);
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });

  it("don't go to private addresses unless they are allowed", async () => {
    const urlEndpoint = "http://169.254.169.254/latest/meta-data";
    await createWebhookAutomation(emulator, "ssrf", { urlEndpoint });
    await emulator.admin.createRun("acme/vision", { id: "r" });
    await emulator.log("acme/vision/r", { loss: 1 });
    await emulator.settled();
    expect(emulator.executions()).toMatchObject([
      {
        state: "FAILED",
        attempts: 1,
        error: expect.stringContaining("169.254.169.254 is a private address"),
      },
    ]);
  });
});

describe("notifications", () => {
  it("go to the Slack integration's URL, which is never shown", async () => {
    const { id } = await emulator.admin.createSlackIntegration({
      entity: "acme",
      teamName: "acme",
      channelName: "#live",
      webhookUrl: `${target.url}/services/SECRET`,
    });
    await createAutomation(emulator, {
      name: "slack",
      triggeringEventType: "RUN_STATE",
      eventFilter: JSON.stringify({ run_filter: '{"$and":[]}', run_state_filter: { states: ["FAILED"] } }),
      triggeredActionType: "NOTIFICATION",
      triggeredActionConfig: {
        notificationActionInput: {
          integrationID: id,
          title: "Bad",
          message: "${run_name} ${run_status}",
          severity: "ERROR",
        },
      },
    });
    const run = await emulator.admin.createRun("acme/vision", { id: "r" });
    await emulator.admin.setRunState(run.path, "crashed");
    await emulator.settled();
    expect(target.received.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      ["/services/SECRET", { text: ":rotating_light: *Bad*\nr crashed" }],
    ]);
    expect(JSON.stringify(emulator.executions())).not.toContain("SECRET");
    expect(emulator.deliveries()).toHaveLength(1);
  });

  it("are recorded where the integration has no URL, as are prompts and no-ops", async () => {
    const { data } = await send(
      emulator,
      '{ entity(name: "acme") { integrations { edges { node { ... on SlackIntegration { id } } } } } }',
    );
    const [slack] = data.entity.integrations.edges;
    await createAutomation(emulator, {
      name: "recorded",
      triggeredActionType: "NOTIFICATION",
      triggeredActionConfig: { notificationActionInput: { integrationID: slack.node.id } },
    });
    await createAutomation(emulator, {
      name: "aria",
      triggeredActionType: "ARIA",
      triggeredActionConfig: { ariaActionInput: { prompt: "Look at ${run_name}" } },
    });
    await createAutomation(emulator, { name: "nothing" });
    await emulator.admin.createRun("acme/vision", { id: "r" });
    await emulator.log("acme/vision/r", { loss: 1 });
    expect(emulator.executions().map(({ state, request }) => [state, request?.url, request?.body])).toEqual([
      ["FINISHED", null, '{"text":":information_source: INFO"}'],
      ["FINISHED", null, "Look at r"],
      ["FINISHED", undefined, undefined],
    ]);
    expect(emulator.deliveries()).toEqual([]);
  });
});
