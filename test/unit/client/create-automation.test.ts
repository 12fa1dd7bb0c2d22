import { describe, expect, it } from "vitest";
import { OnLinkArtifact } from "../../../src/model/artifact-events.js";
import { DoNothing } from "../../../src/model/do-nothing.js";
import { RunEvent } from "../../../src/model/event-fields.js";
import { WebhookIntegration } from "../../../src/model/integrations.js";
import { OnRunMetric } from "../../../src/model/run-events.js";
import { organization, registry, type Scope, team } from "../../../src/model/scopes.js";
import { SendPromptToAria } from "../../../src/model/send-prompt-to-aria.js";
import { SendWebhook } from "../../../src/model/send-webhook.js";
import { emulated, onLink } from "./emulated.js";
import { connection, features, KEY, refusal, stubApi, triggerNode } from "./stub-server.js";

describe("what is saved", () => {
  it("is what was asked for, overrides included", async () => {
    await using world = await emulated();
    const { api } = world;
    const saved = await api.createAutomation(onLink(), {
      name: "alert",
      description: "why",
      enabled: false,
      scope: "acme/nlp",
      action: new SendPromptToAria({ prompt: "look" }),
    });
    const [read] = await api.project("acme/nlp").automations().toArray();
    for (const automation of [saved, read]) {
      expect(automation).toMatchObject({
        name: "alert",
        description: "why",
        enabled: false,
        action: { prompt: "look" },
      });
      expect(automation?.scope).toMatchObject({ kind: "project", entity: "acme", project: "nlp" });
    }
  });

  it("is refused before anything is sent if it can't be an automation", async () => {
    await using world = await emulated();
    const { api, sent } = world;
    await expect(onLink().save({ api })).rejects.toMatchObject({
      code: "VALIDATION",
      issues: [{ path: ["name"] }],
    });
    await expect(onLink().save({ api, name: "x".repeat(256) })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(onLink().save({ api, name: "x", onConflict: "maybe" as never })).rejects.toMatchObject({
      issues: [{ path: ["onConflict"], message: expect.stringContaining('"error", "fetch" or "update"') }],
    });
    await expect(onLink().save({ api, name: "x", retry: 3 } as never)).rejects.toMatchObject({
      issues: [{ code: "unknown_option", path: ["retry"] }],
    });
    await expect(api.createAutomation({} as never)).rejects.toMatchObject({
      issues: [{ path: ["automation"] }],
    });
    expect(sent()).toEqual([]);
  });

  it.each<[string, Scope | string, string]>([
    ["project", "acme/nothing", "project acme/nothing"],
    ["entity", "nobody/vision", "project nobody/vision"],
    ["collection", "acme/vision/nothing", "collection acme/vision/nothing"],
    ["registry", registry("acme-inc/nothing"), "registry acme-inc/"],
    ["organization", organization("nobody"), "organization nobody"],
    ["team", team("nobody"), "team nobody"],
  ])("names the %s that isn't there", async (_, scope, what) => {
    await using world = await emulated();
    await expect(onLink(scope).save({ name: "x", api: world.api })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringContaining(what),
    });
  });

  it("can't be in a person's entity", async () => {
    const { api } = stubApi({
      ResolveNames: () => ({ s0: { id: "E1", name: "me", entityType: "user" }, ...features() }),
    });
    await expect(onLink(team("me")).save({ name: "x", api })).rejects.toMatchObject({
      issues: [{ code: "scope_not_allowed", message: expect.stringContaining("type user") }],
    });
  });
});

describe("a name that is taken", () => {
  it("is an error by default", async () => {
    await using world = await emulated();
    const { api } = world;
    await onLink().save({ name: "alert", api });
    await expect(onLink().save({ name: "alert", api })).rejects.toMatchObject({
      code: "CONFLICT",
      status: 409,
      hint: expect.stringContaining("onConflict"),
    });
  });

  it("fetches the one that is there, unchanged", async () => {
    await using world = await emulated();
    const { api } = world;
    const first = await onLink(team("acme")).save({ name: "alert", api, description: "first" });
    const second = await onLink(team("acme")).save({
      name: "alert",
      api,
      description: "second",
      onConflict: "fetch",
    });
    expect(second).toMatchObject({ id: first.id, description: "first" });
  });

  it("updates the one that is there, and only if something would change", async () => {
    await using world = await emulated();
    const { api, sent } = world;
    const filter = RunEvent.metric("loss").avg(5).gt(0.5).and(RunEvent.name.contains("prod"));
    const save = (threshold: number) =>
      new OnRunMetric({
        scope: "acme/vision",
        filter: RunEvent.metric("loss").avg(5).gt(threshold).and(RunEvent.name.contains("prod")),
      })
        .then(
          new SendWebhook({
            integration: new WebhookIntegration({
              name: "ci",
              urlEndpoint: "http://127.0.0.1:8901/hooks/ci",
            }),
            payload: { b: 1, a: [1.0, "${run_name}"] },
          }),
        )
        .save({ name: "alert", api, onConflict: "update" });
    const first = await save(0.5);
    sent();
    expect(await save(0.5)).toMatchObject({ id: first.id });
    expect(sent()).toEqual(["ResolveNames"]);
    const changed = await save(0.6);
    expect(sent()).toEqual(["UpdateAutomation"]);
    expect(changed.id).toBe(first.id);
    expect(`${changed.event}`).toContain("0.6");
    expect(`${filter}`).toContain("0.5");
    expect(await api.automations({ entity: "acme" }).toArray()).toHaveLength(1);
  });

  it("turns one on again that somebody turned off, but leaves a description alone that isn't given", async () => {
    await using world = await emulated();
    const { api, sent, makeApi } = world;
    await onLink().save({ name: "alert", api });
    const [saved] = await makeApi().automations({ entity: "acme" }).toArray();
    await saved?.update({ enabled: false, description: "by hand" });
    sent();
    const again = await onLink().save({ name: "alert", api, onConflict: "update" });
    expect(again).toMatchObject({ enabled: true, description: "by hand" });
    expect(sent()).toEqual(["ResolveNames", "UpdateAutomation"]);
  });

  it("is looked for in the same scope only", async () => {
    await using world = await emulated();
    const { api } = world;
    const inProject = await onLink().save({ name: "alert", api });
    const inTeam = await onLink(team("acme")).save({ name: "alert", api, onConflict: "update" });
    expect(inTeam.id).not.toBe(inProject.id);
  });

  it("is found on an update also if another took it after it was looked for", async () => {
    const { api, operations } = stubApi({
      ResolveNames: (_, count) => ({
        s0: { id: "P1", triggers: count === 1 ? [] : [triggerNode({ description: "theirs" })] },
        ...features(),
      }),
      CreateAutomation: () => refusal("taken", 409),
      UpdateAutomation: ({ input }) => ({
        result: { trigger: triggerNode(input as Record<string, unknown>) },
      }),
    });
    await onLink().save({ name: "alert", api, onConflict: "update" });
    expect(operations()).toEqual(["ResolveNames", "CreateAutomation", "ResolveNames", "UpdateAutomation"]);
  });

  it("is found behind any number of others of its name in the entity", async () => {
    await using world = await emulated();
    const { api, emulator } = world;
    for (let i = 0; i < 60; i += 1) {
      await emulator.admin.createProject(`acme/p${i}`);
      await onLink(`acme/p${i}`).save({ name: "alert", api });
    }
    const saved = await onLink(team("acme")).save({ name: "alert", api });
    const again = await onLink(team("acme")).save({ name: "alert", api, onConflict: "update" });
    expect(again.id).toBe(saved.id);
  });

  it("isn't guessed at if it is another scope's, or several are there", async () => {
    const twice = [triggerNode({ id: "T1" }), triggerNode({ id: "T2" })];
    const several = stubApi({ ResolveNames: () => ({ s0: { id: "P1", triggers: twice }, ...features() }) });
    await expect(
      onLink().save({ name: "alert", api: several.api, onConflict: "update" }),
    ).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("Several"),
    });
    const nowhere = stubApi({
      ResolveNames: () => ({ s0: { id: "P1", triggers: [] }, ...features() }),
      CreateAutomation: () => refusal("taken", 409),
    });
    const update = onLink().save({ name: "alert", api: nowhere.api, onConflict: "update" });
    await expect(update).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("is fetched from elsewhere in the entity if the server holds it taken there", async () => {
    const elsewhere = triggerNode({
      scope: { __typename: "Project", id: "P2", name: "nlp", entityName: "acme" },
    });
    const { api } = stubApi({
      ResolveNames: () => ({ s0: { id: "P1", triggers: [] }, ...features("QUERY_AUTOMATIONS_ON_ENTITY") }),
      CreateAutomation: () => refusal("taken", 409),
      EntityAutomations: () => ({ scope: { triggers: connection([elsewhere]) } }),
    });
    const fetched = await onLink().save({ name: "alert", api, onConflict: "fetch" });
    expect(fetched.scope).toMatchObject({ project: "nlp" });
  });
});

describe("the aggregation sum", () => {
  const sum = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").sum(5).gt(1) }).then(
    new DoNothing(),
  );
  const server = () =>
    stubApi({
      ResolveNames: () => ({ s0: { id: "P1" }, ...features() }),
      ServerFeatures: () => features(),
      CreateAutomation: () => ({ result: { trigger: triggerNode() } }),
    });

  it("is saved to the emulator", async () => {
    await using world = await emulated();
    await expect(sum.save({ name: "x", api: world.api })).resolves.toMatchObject({ name: "x" });
    expect(world.sent()).toEqual(["ResolveNames", "CreateAutomation"]);
  });

  it("is refused elsewhere, with the reason, unless asked for", async () => {
    const { api, operations } = server();
    await expect(sum.save({ name: "x", api })).rejects.toMatchObject({
      code: "UNSUPPORTED_BY_SERVER",
      hint: expect.stringContaining("allowUnverified"),
    });
    expect(operations()).not.toContain("CreateAutomation");
    await expect(sum.save({ name: "x", api, allowUnverified: true })).resolves.toBeDefined();
  });

  it("is refused also where nothing else had to be asked", async () => {
    const { api } = server();
    const project = { kind: "project", scopeType: "PROJECT", id: "P1" } as const;
    const saving = api.createAutomation(sum, { name: "x", scope: project });
    await expect(saving).rejects.toMatchObject({ code: "UNSUPPORTED_BY_SERVER" });
  });
});

describe("what the server lacks", () => {
  it("is refused before it is sent, and can be sent all the same", async () => {
    await using world = await emulated({}, { features: { AUTOMATION_ACTION_ARIA: false } });
    const { api, sent, makeApi } = world;
    const aria = new OnLinkArtifact({ scope: "acme/vision" }).then(new SendPromptToAria({ prompt: "look" }));
    await expect(aria.save({ name: "x", api })).rejects.toMatchObject({
      code: "UNSUPPORTED_BY_SERVER",
      message: expect.stringContaining("AUTOMATION_ACTION_ARIA"),
    });
    expect(sent()).toEqual(["ResolveNames"]);
    await expect(aria.save({ name: "x", api: makeApi({ checkFeatures: false }) })).rejects.toMatchObject({
      code: "GRAPHQL",
    });
  });

  it("names every part at once", async () => {
    await using world = await emulated({}, { features: "old" });
    const aria = onLink(team("acme"));
    const saving = world.api.createAutomation(aria, {
      name: "x",
      action: new SendPromptToAria({ prompt: "look" }),
    });
    await expect(saving).rejects.toMatchObject({
      message: expect.stringMatching(/scope ENTITY.*action ARIA/),
    });
  });

  it("isn't asked of an old server by saving what it has", async () => {
    await using world = await emulated({}, { features: "old" });
    const { api } = world;
    const saved = await onLink().save({ name: "x", api, onConflict: "update" });
    expect(await onLink().save({ name: "x", api, onConflict: "update" })).toMatchObject({ id: saved.id });
  });

  it("is asked in pieces if the server doesn't understand it whole", async () => {
    const { api, operations } = stubApi({
      ResolveNames: (_, count) =>
        count === 1 ? refusal("Cannot query field features") : { s0: { id: "P1" } },
      ServerFeatures: () => refusal("Cannot query field features"),
      CreateAutomation: () => ({ result: { trigger: triggerNode() } }),
    });
    await onLink().save({ name: "x", api });
    expect(operations()).toEqual(["ResolveNames", "ServerFeatures", "ResolveNames", "CreateAutomation"]);
  });
});

describe("an automation with a kind that isn't asked for at first", () => {
  it("is compared in full: nothing is sent when nothing would change", async () => {
    await using world = await emulated();
    const { makeApi, sent } = world;
    const aria = new OnLinkArtifact({ scope: "acme/vision" }).then(new SendPromptToAria({ prompt: "look" }));
    await aria.save({ name: "x", api: makeApi() });
    sent();
    await aria.save({ name: "x", api: makeApi(), onConflict: "update" });
    expect(sent()).toEqual(["ResolveNames", "ResolveNames"]);
  });
});

describe("the default Api", () => {
  it("is made from the environment", async () => {
    const { installDefaultBackend } = await import("../../../src/client/default-backend.js");
    await using world = await emulated();
    const { url } = await world.emulator.listen();
    const before = { ...process.env };
    Object.assign(process.env, { WANDB_API_KEY: KEY, WANDB_BASE_URL: url });
    try {
      installDefaultBackend();
      expect(await onLink().save({ name: "x" })).toMatchObject({ name: "x" });
    } finally {
      process.env = before;
      installDefaultBackend();
    }
  });
});
