import { describe, expect, it } from "vitest";
import { OnLinkArtifact } from "../../../src/model/artifact-events.js";
import type { CreateAutomationOptions } from "../../../src/model/backend.js";
import { SlackIntegration } from "../../../src/model/integrations.js";
import { organization, registry, registryCollection, type Scope, team } from "../../../src/model/scopes.js";
import { SendNotification } from "../../../src/model/send-notification.js";
import { emulated, onLink } from "./emulated.js";

type OnConflict = NonNullable<CreateAutomationOptions["onConflict"]>;
const READ = "ResolveNames";
const CREATE = "CreateAutomation";
const UPDATE = "UpdateAutomation";

/** What is there before: nothing, the automation as it is saved again, or one of its name that is different. */
type Before = "nothing" | "the same" | "another";

describe("the requests of one save", () => {
  it.each<[OnConflict, Before, "cold" | "warm", string[]]>([
    ["error", "nothing", "cold", [READ, CREATE]],
    ["error", "nothing", "warm", [CREATE]],
    ["error", "the same", "cold", [READ, CREATE]],
    ["error", "the same", "warm", [CREATE]],
    ["fetch", "nothing", "cold", [READ, CREATE]],
    ["fetch", "nothing", "warm", [CREATE]],
    ["fetch", "the same", "cold", [READ]],
    ["fetch", "the same", "warm", [READ]],
    ["fetch", "another", "cold", [READ]],
    ["fetch", "another", "warm", [READ]],
    ["update", "nothing", "cold", [READ, CREATE]],
    ["update", "nothing", "warm", [CREATE]],
    ["update", "the same", "cold", [READ]],
    ["update", "the same", "warm", [READ]],
    ["update", "another", "cold", [READ, UPDATE]],
    ["update", "another", "warm", [UPDATE]],
  ])("%s, with %s there, %s: %j", async (onConflict, before, start, requests) => {
    await using world = await emulated();
    const { makeApi, sent } = world;
    const description = before === "another" ? "another" : "as asked";
    if (before !== "nothing") await onLink().save({ name: "alert", api: makeApi(), description });
    const api = makeApi();
    if (start === "warm") await onLink().save({ name: "first", api, onConflict });
    sent();
    const saving = onLink().save({ name: "alert", api, onConflict, description: "as asked" });
    const code = await saving.then(
      (saved) => saved.name,
      (error: { code: string }) => error.code,
    );
    expect(sent()).toEqual(requests);
    expect(code).toBe(onConflict === "error" && before !== "nothing" ? "CONFLICT" : "alert");
    const all = await api.automations({ entity: "acme", name: "alert" }).toArray();
    const kept = onConflict === "update" || before === "nothing" ? "as asked" : description;
    expect(all.map((automation) => automation.description)).toEqual([kept]);
  });

  it.each<[string, Scope | string]>([
    ["a project", "acme/vision"],
    ["a collection", "acme/vision/resnet"],
    ["a registry", registry("acme-inc/model")],
    ["a registry's collection", registryCollection("acme-inc/model/prod-models")],
    ["a registry by its path", "acme-inc/wandb-registry-model"],
  ])("into %s by name: two cold, one warm, one for what is there already", async (_, scope) => {
    await using world = await emulated();
    const { api, sent } = world;
    await onLink(scope).save({ name: "one", api, onConflict: "update" });
    expect(sent()).toEqual([READ, CREATE]);
    await onLink(scope).save({ name: "two", api, onConflict: "update" });
    expect(sent()).toEqual([CREATE]);
    await onLink(scope).save({ name: "one", api, onConflict: "update" });
    expect(sent()).toEqual([READ]);
  });

  it.each<[string, Scope]>([
    ["a team", team("acme")],
    ["an organization", organization("acme-inc")],
  ])("into %s: its names aren't read all at once, so that each is looked for", async (_, scope) => {
    await using world = await emulated();
    const { api, sent } = world;
    await onLink(scope).save({ name: "one", api, onConflict: "update" });
    expect(sent()).toEqual([READ, CREATE]);
    await onLink(scope).save({ name: "two", api });
    expect(sent()).toEqual([CREATE]);
    await onLink(scope).save({ name: "three", api, onConflict: "update" });
    expect(sent()).toEqual([READ, CREATE]);
    await onLink(scope).save({ name: "one", api, onConflict: "update" });
    expect(sent()).toEqual([READ]);
    await onLink(scope).save({ name: "one", description: "new", api, onConflict: "update" });
    expect(sent()).toEqual([UPDATE]);
  });

  it("with a Slack URL: one more, the first time only", async () => {
    await using world = await emulated();
    const { api, sent } = world;
    const integration = new SlackIntegration({ webhookUrl: "https://hooks.slack.com/services/T0/B0/x" });
    const event = new OnLinkArtifact({ scope: "acme/vision" });
    const save = (name: string) =>
      event
        .then(new SendNotification({ integration, title: "hi" }))
        .save({ name, api, onConflict: "update" });
    await save("one");
    expect(sent()).toEqual([READ, "CreateGenericWebhookIntegration", CREATE]);
    await save("two");
    expect(sent()).toEqual([CREATE]);
    await save("one");
    expect(sent()).toEqual([READ]);
  });

  it("is one for a scope that was fetched, and for each of many after resolveScopes", async () => {
    await using world = await emulated();
    const { api, sent } = world;
    const resnet = await api.collection("acme/vision/resnet");
    await onLink(resnet).save({ name: "one", api });
    expect(sent()).toEqual([READ, CREATE]);
    const scopes = ["acme/vision", "acme/nlp", registry("acme-inc/model")];
    await api.resolveScopes(scopes);
    await Promise.all(scopes.map((scope) => onLink(scope).save({ name: "many", api })));
    expect(sent()).toEqual([READ, CREATE, CREATE, CREATE]);
  });

  it.each(["error", "update"] as const)(
    "shares the first with saves that begin at the same time (%s)",
    async (onConflict) => {
      await using world = await emulated();
      const { api, sent } = world;
      const save = (_: unknown, i: number) => onLink().save({ name: `n${i}`, api, onConflict });
      await Promise.all(Array.from({ length: 20 }, save));
      expect(sent()).toEqual([READ, ...Array(20).fill(CREATE)]);
    },
  );

  it("makes one automation where many save the same at the same time", async () => {
    await using world = await emulated();
    const { api } = world;
    const save = () => onLink().save({ name: "alert", api, onConflict: "update" });
    const saved = await Promise.all(Array.from({ length: 20 }, save));
    expect(new Set(saved.map(({ id }) => id)).size).toBe(1);
    expect(await api.automations({ entity: "acme" }).toArray()).toHaveLength(1);
  });

  it("isn't paid twice because another save failed", async () => {
    await using world = await emulated();
    const { api, emulator } = world;
    emulator.faults.next({ status: 403, operation: READ });
    const saves = await Promise.allSettled(["a", "b"].map((name) => onLink().save({ name, api })));
    expect(saves.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  });
});

describe("what an Api remembers of automations", () => {
  /** An Api that has saved "alert", and another one on the same server. */
  async function two() {
    const world = await emulated();
    const [api, other] = [world.makeApi(), world.makeApi()];
    const saved = await onLink().save({ name: "alert", api, onConflict: "update" });
    const [theirs] = await other.project("acme/vision").automations().toArray();
    world.sent();
    const save = (description?: string) =>
      onLink().save({ name: "alert", api, onConflict: "update", description });
    const all = async () =>
      (await other.automations({ entity: "acme" }).toArray()).map((a) => [a.name, a.description]);
    return { ...world, saved, theirs, other, save, all };
  }

  it("doesn't hide what others changed", async () => {
    const { theirs, save, sent, all, emulator } = await two();
    await theirs?.update({ enabled: false });
    sent();
    expect(await save()).toMatchObject({ enabled: true });
    expect(sent()).toEqual([READ, UPDATE]);
    expect(await all()).toHaveLength(1);
    await emulator.close();
  });

  it("is made good when others deleted the automation", async () => {
    const { theirs, save, sent, all, emulator } = await two();
    await theirs?.delete();
    sent();
    await save("new");
    expect(sent()).toEqual([UPDATE, READ, CREATE]);
    expect(await all()).toEqual([["alert", "new"]]);
    await emulator.close();
  });

  it("is made good when others put another in its place", async () => {
    const { theirs, other, save, sent, all, emulator } = await two();
    await theirs?.update({ name: "renamed" });
    await onLink().save({ name: "alert", api: other, description: "theirs" });
    sent();
    await save("new");
    expect(sent()).toEqual([UPDATE, READ, UPDATE]);
    expect((await all()).toSorted()).toEqual([
      ["alert", "new"],
      ["renamed", null],
    ]);
    await emulator.close();
  });

  it("is made good when others took a name that was free", async () => {
    const { other, sent, all, emulator, makeApi } = await two();
    const mine = makeApi();
    await onLink().save({ name: "mine", api: mine, onConflict: "update" });
    await onLink().save({ name: "shared", api: other });
    sent();
    const saved = await onLink().save({ name: "shared", api: mine, onConflict: "update" });
    expect(sent()).toEqual([CREATE, READ]);
    expect(saved.name).toBe("shared");
    expect(await all()).toHaveLength(3);
    await emulator.close();
  });

  it("follows what this Api finds gone and makes again", async () => {
    const { saved, theirs, save, sent, all, emulator } = await two();
    await theirs?.delete();
    await saved.update({ createMissing: true });
    sent();
    await save("new");
    expect(sent()).toEqual([UPDATE]);
    expect(await all()).toEqual([["alert", "new"]]);
    await emulator.close();
  });

  it("follows what this Api renames and deletes", async () => {
    const { saved, save, sent, all, emulator } = await two();
    await saved.update({ name: "renamed" });
    sent();
    const again = await save();
    expect(sent()).toEqual([CREATE]);
    await again.delete();
    sent();
    await save("new");
    expect(sent()).toEqual([CREATE]);
    expect((await all()).toSorted()).toEqual([
      ["alert", "new"],
      ["renamed", null],
    ]);
    await emulator.close();
  });
});
