import { describe, expect, it } from "vitest";
import { OnAddArtifactAlias, OnLinkArtifact } from "../../../src/model/artifact-events.js";
import { Automation } from "../../../src/model/automation.js";
import { DoNothing } from "../../../src/model/do-nothing.js";
import { ArtifactEvent } from "../../../src/model/event-fields.js";
import { SlackIntegration } from "../../../src/model/integrations.js";
import { registry } from "../../../src/model/scopes.js";
import { SendNotification } from "../../../src/model/send-notification.js";
import { parseTrigger } from "../../../src/wire/trigger.js";
import { emulated, onLink } from "./emulated.js";
import { features, refusal, stubApi, triggerNode } from "./stub-server.js";

describe("updateAutomation", () => {
  it("changes what is named and nothing else", async () => {
    await using world = await emulated();
    const { api, sent } = world;
    const event = new OnAddArtifactAlias({
      scope: registry("acme-inc/model"),
      filter: ArtifactEvent.alias.eq("prod"),
    });
    const saved = await event.then(new DoNothing()).save({ name: "alert", description: "why", api });
    sent();
    const renamed = await saved.update({ name: "renamed" });
    expect(sent()).toEqual(["UpdateAutomation"]);
    expect(renamed).toMatchObject({ id: saved.id, name: "renamed", description: "why", enabled: true });
    expect(renamed.record.eventFilter).toBe(saved.record.eventFilter);
    expect(await renamed.disable()).toMatchObject({ enabled: false, name: "renamed" });
    expect(await renamed.enable()).toMatchObject({ enabled: true });
    expect(saved.name).toBe("alert");
  });

  it("moves it to another scope, event and action, looking up names", async () => {
    await using world = await emulated();
    const { api, sent } = world;
    const saved = await onLink().save({ name: "alert", api });
    sent();
    const slack = new SlackIntegration({ webhookUrl: "https://hooks.slack.com/services/T/B/canary" });
    const moved = await api.updateAutomation(saved, {
      scope: "acme/nlp",
      event: new OnLinkArtifact({ scope: "acme/nlp", filter: ArtifactEvent.alias.eq("prod") }),
      action: new SendNotification({ integration: slack, title: "hi" }),
    });
    expect(sent()).toEqual(["ResolveNames", "CreateGenericWebhookIntegration", "UpdateAutomation"]);
    expect(moved).toMatchObject({ id: saved.id, scope: { project: "nlp" }, action: { kind: "webhook" } });
  });

  it("finds the entity of an automation that was read, to make an integration in it", async () => {
    await using world = await emulated();
    const { makeApi } = world;
    await onLink("acme/vision/resnet").save({ name: "alert", api: makeApi() });
    const [read] = await makeApi().automations({ entity: "acme" }).toArray();
    const slack = new SlackIntegration({ webhookUrl: "https://hooks.slack.com/services/T/B/canary" });
    const updated = await read?.update({ action: new SendNotification({ integration: slack, title: "hi" }) });
    expect(updated).toMatchObject({ action: { kind: "webhook" }, scope: { collection: "resnet" } });
  });

  it("leaves what it doesn't understand out of what it sends", async () => {
    const { api, received } = stubApi({
      ServerFeatures: () => features(),
      UpdateAutomation: () => ({ result: { trigger: triggerNode() } }),
    });
    const strange = triggerNode({
      event: { eventType: "WEAVE_METRIC_THRESHOLD", filter: '{"new": [1]}' },
      action: { __typename: "PushNotificationTriggeredAction" },
    });
    await api.updateAutomation(new Automation(parseTrigger(strange), api), { enabled: false });
    expect(received[1]?.variables).toEqual({
      input: {
        id: "T1",
        name: "alert",
        enabled: false,
        scopeType: "PROJECT",
        scopeID: "P1",
        triggeringEventType: "WEAVE_METRIC_THRESHOLD",
        eventFilter: '{"new": [1]}',
      },
    });
  });

  it("says that it is gone, or makes it again", async () => {
    await using world = await emulated();
    const { api } = world;
    const saved = await onLink().save({ name: "alert", api });
    await saved.delete();
    await expect(saved.disable()).rejects.toMatchObject({
      code: "NOT_FOUND",
      hint: expect.stringContaining("createMissing"),
    });
    const again = await saved.update({ enabled: false, createMissing: true });
    expect(again).toMatchObject({ name: "alert", enabled: false });
    expect(again.id).not.toBe(saved.id);
    await onLink().save({ name: "other", api });
    await again.delete();
    const taken = saved.update({ name: "other", createMissing: true });
    await expect(taken).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("refuses what can't be", async () => {
    await using world = await emulated();
    const { api, sent } = world;
    const saved = await onLink().save({ name: "alert", api });
    sent();
    await expect(saved.update({ name: "" })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(saved.update({ colour: "red" } as never)).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(api.updateAutomation("T1" as never)).rejects.toMatchObject({ code: "VALIDATION" });
    expect(sent()).toEqual([]);
  });

  it("holds new parts against the server's features, but not what came from the server", async () => {
    const { api } = stubApi({
      ServerFeatures: () => features(),
      UpdateAutomation: () => ({ result: { trigger: triggerNode() } }),
    });
    const tagged = triggerNode({ event: { eventType: "ADD_ARTIFACT_TAG", filter: '{"$or":[{"$and":[]}]}' } });
    const automation = new Automation(parseTrigger(tagged), api);
    await expect(automation.disable()).resolves.toBeDefined();
    const event = new OnLinkArtifact({ scope: "acme/vision" });
    await expect(automation.update({ event, action: new DoNothing() })).resolves.toBeDefined();
    const { OnUnlinkArtifact } = await import("../../../src/model/artifact-events.js");
    const unlink = new OnUnlinkArtifact({ scope: "acme/vision" });
    await expect(automation.update({ event: unlink })).rejects.toMatchObject({
      code: "UNSUPPORTED_BY_SERVER",
    });
  });
});

describe("deleteAutomation", () => {
  it("takes an automation or its id", async () => {
    await using world = await emulated();
    const { api, sent } = world;
    const one = await onLink().save({ name: "one", api });
    const two = await onLink().save({ name: "two", api });
    sent();
    await api.deleteAutomation(one);
    await api.deleteAutomation(two.id);
    expect(sent()).toEqual(["DeleteAutomation", "DeleteAutomation"]);
    expect(await api.automations({ entity: "acme" }).toArray()).toEqual([]);
    await expect(api.deleteAutomation(one)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("doesn't take silence, refusal or nonsense for done", async () => {
    const refusing = stubApi({ DeleteAutomation: () => ({ result: { success: false } }) });
    await expect(refusing.api.deleteAutomation("T1")).rejects.toThrow("didn't delete");
    const empty = stubApi({ DeleteAutomation: () => ({ result: null }) });
    await expect(empty.api.deleteAutomation("T1")).rejects.toMatchObject({ code: "UNEXPECTED_RESPONSE" });
    const forbidden = stubApi({ DeleteAutomation: () => refusal("no", 403) });
    await expect(forbidden.api.deleteAutomation("T1")).rejects.toMatchObject({ code: "PERMISSION" });
    for (const given of ["", undefined, {}, onLink()]) {
      await expect(forbidden.api.deleteAutomation(given as never)).rejects.toMatchObject({
        code: "VALIDATION",
      });
    }
  });
});
