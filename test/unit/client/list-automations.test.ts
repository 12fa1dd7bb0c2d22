import { describe, expect, it } from "vitest";
import type { Page } from "../../../src/client/pages.js";
import type { Automation } from "../../../src/model/automation.js";
import { organization, registry, registryCollection, team } from "../../../src/model/scopes.js";
import { UnknownAction, UnknownEvent } from "../../../src/model/unknown-kinds.js";
import { emulated, onLink } from "./emulated.js";
import { connection, features, refusal, stubApi, triggerNode } from "./stub-server.js";

const named = (name: string) => triggerNode({ id: name, name });
const BY_ENTITY = () => features("QUERY_AUTOMATIONS_ON_ENTITY", "AUTOMATION_SCOPE_ENTITY");

async function filled(emulatorOptions: Parameters<typeof emulated>[1] = {}) {
  const world = await emulated({}, emulatorOptions);
  const scopes = ["acme/vision", "acme/nlp", "acme/vision/resnet"];
  for (const scope of scopes)
    for (const name of ["a", "b"]) await onLink(scope).save({ name, api: world.api });
  world.sent();
  return world;
}

const pathOf = ({ name, scope }: { name: string; scope: { project?: string; collection?: string } }) =>
  `${scope.project ?? "-"}/${scope.collection ?? "-"}:${name}`;
const EVERYTHING = ["nlp/-:a", "nlp/-:b", "vision/-:a", "vision/-:b", "vision/resnet:a", "vision/resnet:b"];

describe("automations({ entity })", () => {
  it("lists an entity's, with those of its projects and collections, page by page", async () => {
    await using world = await filled();
    const { api, sent } = world;
    const all = await api.automations({ entity: "acme", perPage: 4 }).toArray();
    expect(all.map(pathOf).sort()).toEqual(EVERYTHING);
    expect(sent()).toEqual(["EntityAutomations", "EntityAutomations"]);
  });

  it("fetches no page before it is reached", async () => {
    await using world = await filled();
    const { api, sent } = world;
    const listing = api.automations({ entity: "acme", perPage: 2 });
    expect(sent()).toEqual([]);
    for await (const automation of listing) if (automation) break;
    expect(sent()).toEqual(["EntityAutomations"]);
  });

  it("goes on after a page that was read before", async () => {
    await using world = await filled();
    const { api } = world;
    const pages: Page<Automation>[] = [];
    for await (const page of api.automations({ entity: "acme", perPage: 2 }).pages()) pages.push(page);
    expect(pages.map(({ items }) => items.length)).toEqual([2, 2, 2]);
    expect(pages.at(-1)?.cursor).toBeNull();
    const start = pages[0]?.cursor ?? undefined;
    const rest = await api.automations({ entity: "acme", perPage: 2, start }).toArray();
    expect(rest.map(pathOf)).toEqual(pages.slice(1).flatMap(({ items }) => items.map(pathOf)));
  });

  it("asks the server for the name", async () => {
    const { api, received } = stubApi({
      ServerFeatures: BY_ENTITY,
      EntityAutomations: () => ({ scope: { triggers: connection([named("a"), named("b")]) } }),
    });
    const found = await api.automations({ entity: "acme", name: "b", perPage: 7 }).toArray();
    expect(found.map(({ name }) => name)).toEqual(["b"]);
    expect(received[1]?.variables).toEqual({
      entity: "acme",
      filters: '{"name":"b"}',
      cursor: null,
      perPage: 7,
    });
  });

  it("walks the projects of servers that can't list by entity", async () => {
    await using world = await filled({ features: "old" });
    const { api, sent } = world;
    const all = await api.automations({ entity: "acme", perPage: 1 }).toArray();
    expect(all.map(pathOf).sort()).toEqual(EVERYTHING);
    expect(sent()).toEqual(Array(2).fill("EntityProjectAutomations"));
    expect((await api.automations({ entity: "acme", name: "b" }).toArray()).map(pathOf).sort()).toEqual(
      EVERYTHING.filter((path) => path.endsWith("b")),
    );
  });

  it("doesn't stop at a page without rows, nor at one without a match", async () => {
    const pages: Record<string, unknown> = {
      null: connection([], "c1", true),
      c1: connection([{ triggers: [named("a")] }], "c2", true),
      c2: connection([{ triggers: [named("b")] }, null], "c3", false),
    };
    const { api } = stubApi({
      ServerFeatures: () => features(),
      EntityProjectAutomations: ({ cursor }) => ({ scope: { projects: pages[String(cursor)] } }),
    });
    expect((await api.automations({ entity: "acme", name: "b" }).toArray()).map(({ name }) => name)).toEqual([
      "b",
    ]);
  });

  it.each([
    ["no cursor", () => null],
    ["the same cursor again", () => "c1"],
    ["a cursor from before", (count: number) => (count % 2 ? "c1" : "c2")],
  ])("ends with an error where going on would never end: %s", async (_, cursor) => {
    const { api, operations } = stubApi({
      ServerFeatures: BY_ENTITY,
      EntityAutomations: (_variables, count) => ({
        scope: { triggers: connection([named(`n${count}`)], cursor(count), true) },
      }),
    });
    await expect(api.automations({ entity: "acme" }).toArray()).rejects.toMatchObject({
      code: "UNEXPECTED_RESPONSE",
    });
    expect(operations().length).toBeLessThan(6);
  });

  it("keeps rows of kinds it doesn't know, and leaves out only what can't be read, with a warning", async () => {
    const strange = triggerNode({
      id: "T2",
      scope: { __typename: "Galaxy", id: "G" },
      event: {
        __typename: "FilterEventTriggeringCondition",
        eventType: "WEAVE_METRIC_THRESHOLD",
        filter: "{}",
      },
      action: { __typename: "PushNotificationTriggeredAction" },
    });
    const { api, warnings } = stubApi({
      ServerFeatures: BY_ENTITY,
      EntityAutomations: () => ({
        scope: { triggers: connection([named("a"), strange, null, { id: "T3" }, named("z")]) },
      }),
    });
    const all = await api.automations({ entity: "acme" }).toArray();
    expect(all.map(({ id }) => id)).toEqual(["a", "T2", "z"]);
    expect(all[1]?.event).toBeInstanceOf(UnknownEvent);
    expect(all[1]?.action).toBeInstanceOf(UnknownAction);
    expect(all[1]?.scope).toMatchObject({ kind: "unknown", id: "G" });
    expect(warnings()).toEqual([expect.stringContaining("null"), expect.stringContaining("left out")]);
  });

  it("asks a server only for types it has", async () => {
    const query = async (flags: string[], options = {}) => {
      const { api, received } = stubApi(
        {
          ServerFeatures: () => features(...flags),
          EntityAutomations: () => ({ scope: { triggers: connection([]) } }),
          EntityProjectAutomations: () => ({ scope: { projects: connection([]) } }),
        },
        options,
      );
      await api.automations({ entity: "acme" }).toArray();
      return { text: received.at(-1)?.query ?? "", count: received.length };
    };
    expect((await query([])).text).not.toMatch(/on Entity |ARIATriggeredAction/);
    expect((await query(["AUTOMATION_ACTION_ARIA"])).text).toMatch(/ARIATriggeredAction/);
    expect((await query(["AUTOMATION_SCOPE_ENTITY"])).text).toMatch(/on Entity /);
    expect((await query([])).text).not.toMatch(/QueueJob|PushNotification/);
    expect(await query([], { checkFeatures: false })).toMatchObject({
      count: 1,
      text: expect.stringMatching(/ARIA/),
    });
  });

  it("takes a server that doesn't tell its features for one that has none, and asks it again", async () => {
    const answers = [() => ({ serverInfo: null }), () => refusal("unknown field"), () => features()];
    const { api, operations } = stubApi({
      ServerFeatures: (_, count) => (answers[count - 1] ?? (() => undefined))(),
      EntityProjectAutomations: () => ({ scope: { projects: connection([]) } }),
    });
    for (let i = 0; i < 4; i += 1) await api.automations({ entity: "acme" }).toArray();
    expect(operations().filter((operation) => operation === "ServerFeatures")).toHaveLength(3);
  });

  it("says which entity isn't there", async () => {
    await using world = await emulated();
    await expect(world.api.automations({ entity: "nobody" }).toArray()).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringContaining("nobody"),
    });
  });
});

describe("automations() without an entity", () => {
  it("walks every project the key's owner sees, as Python does", async () => {
    await using world = await filled();
    await onLink(team("acme")).save({ name: "team", api: world.api });
    world.sent();
    expect((await world.api.automations().toArray()).map(pathOf).sort()).toEqual(EVERYTHING);
    expect(new Set(world.sent())).toEqual(new Set(["ViewerProjectAutomations"]));
  });
});

describe("automations({ scope })", () => {
  it("lists what is in a scope", async () => {
    await using world = await filled();
    const { api } = world;
    await onLink(registryCollection("acme-inc/model/prod-models")).save({ name: "r", api });
    await onLink(team("acme")).save({ name: "t", api });
    await onLink(organization("acme-inc")).save({ name: "o", api });
    const list = async (scope: Parameters<typeof onLink>[0]) =>
      (await api.automations({ scope }).toArray()).map(({ name }) => name);
    expect(await list("acme/vision")).toHaveLength(4);
    expect(await list("acme/vision/resnet")).toEqual(["a", "b"]);
    expect(await list(registry("acme-inc/model"))).toEqual(["r"]);
    expect(await list(registryCollection("acme-inc/model/prod-models"))).toEqual(["r"]);
    expect(await list(team("acme"))).toHaveLength(7);
    expect(await list(organization("acme-inc"))).toEqual(expect.arrayContaining(["o", "r"]));
    expect(await list(await api.collection("acme/vision/resnet"))).toEqual(["a", "b"]);
  });

  it("can't be asked of a scope without a name", async () => {
    await using world = await emulated();
    const scope = { kind: "project", scopeType: "PROJECT", id: "P1" } as const;
    await expect(world.api.automations({ scope }).toArray()).rejects.toMatchObject({ code: "VALIDATION" });
  });
});

describe("project().automations()", () => {
  it("lists a project's and its collections' in one request", async () => {
    await using world = await filled();
    const { api, sent, makeApi } = world;
    const printed: string[] = [];
    for await (const { name, enabled, event } of makeApi().project("acme/vision").automations()) {
      printed.push(`${name} ${enabled} ${event.kind}`);
    }
    const each = (name: string) => `${name} true OnLinkArtifact`;
    expect(printed.sort()).toEqual([each("a"), each("a"), each("b"), each("b")]);
    expect(sent()).toEqual(["ResolveNames"]);
    expect(await api.project("acme/vision").automations({ name: "a" }).toArray()).toHaveLength(2);
  });

  it("is a scope itself", async () => {
    await using world = await emulated();
    const project = world.api.project("acme/nlp");
    expect(await onLink(project).save({ name: "x", api: world.api })).toMatchObject({
      scope: { project: "nlp" },
    });
    expect(`${project}`).toBe("acme/nlp");
  });

  it("takes the Api's entity where the path names none, and paths of projects only", async () => {
    const { api } = stubApi({}, { entity: "acme" });
    expect(`${api.project("vision")}`).toBe("acme/vision");
    expect(() => stubApi({}).api.project("vision")).toThrow("entity/project");
    for (const path of ["a/b/c", "", "a/", 5, "acme/wandb-registry-model"]) {
      expect(() => api.project(path as string)).toThrow(expect.objectContaining({ code: "VALIDATION" }));
    }
  });
});

describe("automation({ name })", () => {
  it("gives the one there is", async () => {
    await using world = await filled();
    const { api } = world;
    await onLink("acme/nlp").save({ name: "only", api });
    expect(await api.automation({ name: "only", entity: "acme" })).toMatchObject({ name: "only" });
    expect(await api.automation({ name: "only" })).toMatchObject({ scope: { project: "nlp" } });
  });

  it("says if there is none, or more than one", async () => {
    await using world = await filled();
    const { api } = world;
    await expect(api.automation({ name: "none", entity: "acme" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(api.automation({ name: "a", entity: "acme" })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(api.automation({} as never)).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(api.automation("a" as never)).rejects.toMatchObject({ code: "VALIDATION" });
  });
});

describe("options", () => {
  it.each([
    [{ perPage: 0 }, "perPage"],
    [{ perPage: 1.5 }, "perPage"],
    [{ start: 5 }, "start"],
    [{ timeoutMs: -1 }, "timeoutMs"],
    [{ signal: "now" }, "signal"],
    [{ per_page: 5 }, "per_page"],
    [{ entity: "a", scope: "a/b" }, "entity"],
  ])("%j are refused", (options, path) => {
    const { api } = stubApi({});
    expect(() => api.automations(options as never)).toThrow(
      expect.objectContaining({ code: "VALIDATION", issues: [expect.objectContaining({ path: [path] })] }),
    );
  });
});
