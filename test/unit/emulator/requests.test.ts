import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../../src/emulator.js";
import { createAutomation, send } from "./test-server.js";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await createEmulator({ demo: true });
});
afterEach(() => emulator.close());

describe("requests", () => {
  it("are refused without a key that can be one", async () => {
    for (const key of ["short", "", "with space".repeat(8)]) {
      const { status, errors } = await send(emulator, "{ viewer { id } }", {}, key);
      expect(status).toBe(401);
      expect(errors?.[0]?.message).toMatch(/API key/);
    }
    for (const key of ["a".repeat(40), `local-${"b".repeat(40)}`, "head.body.signature"])
      expect((await send(emulator, "{ viewer { username } }", {}, key)).data.viewer.username).toBe(
        "emulator-user",
      );
  });

  it("need the one key that was set", async () => {
    await using strict = await createEmulator({ apiKey: "c".repeat(40) });
    expect((await send(strict, "{ viewer { id } }", {}, "d".repeat(40))).status).toBe(401);
    expect((await send(strict, "{ viewer { id } }")).status).toBe(200);
    expect(strict.apiKey).toBe("c".repeat(40));
  });

  it("take an empty operation name for none, below any path", async () => {
    const response = await emulator.fetch(`${emulator.url}/some/prefix/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Basic ${btoa(`api:${emulator.apiKey}`)}`,
      },
      body: JSON.stringify({ query: "query Viewer { viewer { entity } }", operationName: "" }),
    });
    expect(await response.json()).toEqual({ data: { viewer: { entity: "acme" } } });
  });

  it("that can't be parsed or validated are answered with 400", async () => {
    expect((await send(emulator, "{ viewer {")).status).toBe(400);
    const unknown = await send(emulator, "{ nonsense }");
    expect(unknown).toMatchObject({
      status: 400,
      errors: [{ message: expect.stringContaining("nonsense") }],
    });
    const typed = "query($n: Int) { models(first: $n) { pageInfo { hasNextPage } } }";
    expect((await send(emulator, typed, { n: "many" })).status).toBe(400);
    expect((await send(emulator, "subscription { viewer { id } }")).status).toBe(400);
    expect((await send(emulator, "query A { viewer { id } } query B { viewer { id } }")).status).toBe(400);
  });

  it("that cost, select or nest too much are refused", async () => {
    const expensive = `{ viewer { ${"projects(first: 1000) { edges { node { user { ".repeat(4)} id ${"} } } }".repeat(4)} } }`;
    const deep = `{ viewer { ${"organizations { orgEntity { organization { orgEntity { ".repeat(6)} id ${"} } } } ".repeat(6)} } }`;
    const circle = "query { viewer { ...A } } fragment A on User { ...B } fragment B on User { ...A }";
    for (const [query, message] of [
      [expensive, /costs/],
      [deep, /levels deep/],
      [circle, /Cannot spread/],
      [`{ ${"a: viewer { id } ".repeat(2000)} }`, /selects/],
      [`{ ${"a ".repeat(20_000)} }`, /tokens/],
      ["{ viewer ".repeat(500), /brackets/],
    ] as const) {
      const { status, errors } = await send(emulator, query);
      expect(status).toBe(400);
      expect(errors?.[0]?.message).toMatch(message);
    }
  });

  it("may ask for the schema", async () => {
    const { data } = await send(
      emulator,
      '{ __type(name: "Trigger") { fields { name } } __schema { types { name } } }',
    );
    expect(data.__type.fields).toContainEqual({ name: "triggeringCondition" });
  });

  it("must be JSON posted to GraphQL, of at most 5 MB", async () => {
    const authorization = `Basic ${btoa(`api:${emulator.apiKey}`)}`;
    const post = (body: string, headers: Record<string, string> = {}) =>
      emulator.fetch(`${emulator.url}/graphql`, {
        method: "POST",
        headers: { authorization, "content-type": "application/json", ...headers },
        body,
      });
    expect((await emulator.fetch(`${emulator.url}/graphql?query={viewer{id}}`)).status).toBe(405);
    expect((await post("query=x", { "content-type": "application/x-www-form-urlencoded" })).status).toBe(415);
    expect((await post(`{"query":"${"x".repeat(5 * 1024 * 1024)}"}`)).status).toBe(413);
    for (const body of ["", "nope", "[]", "{}", '{"query":1}', '{"query":"{viewer{id}}","variables":[]}'])
      expect((await post(body)).status, body).toBe(400);
    expect((await emulator.fetch(`${emulator.url}/elsewhere`)).status).toBe(404);
  });
});

describe("servers without some features", () => {
  it("say so and don't know the words", async () => {
    const features = { AUTOMATION_ACTION_ARIA: false, executionHistory: false };
    await using server = await createEmulator({ demo: true, features });
    const { data } = await send(server, "{ serverInfo { features { name isEnabled } } }");
    const flags = Object.fromEntries(
      data.serverInfo.features.map(({ name, isEnabled }: { name: string; isEnabled: boolean }) => [
        name,
        isEnabled,
      ]),
    );
    expect(flags).toMatchObject({ AUTOMATION_ACTION_ARIA: false, AUTOMATION_SCOPE_ENTITY: true });
    expect(flags).not.toHaveProperty("executionHistory");
    const aria = { triggeredActionType: "ARIA", triggeredActionConfig: { ariaActionInput: { prompt: "x" } } };
    expect((await createAutomation(server, { name: "x", ...aria })).status).toBe(400);
    expect((await send(server, '{ triggerExecutions(triggerID: "x") { totalCount } }')).status).toBe(400);
  });

  it("can be as old as can be", async () => {
    await using server = await createEmulator({ demo: true, features: "old" });
    const { data } = await send(server, "{ serverInfo { features { isEnabled } } }");
    expect(data.serverInfo.features.some(({ isEnabled }: { isEnabled: boolean }) => isEnabled)).toBe(false);
    const entityTriggers = '{ entity(name: "acme") { triggers { pageInfo { endCursor } } } }';
    expect((await send(server, entityTriggers)).status).toBe(400);
    expect((await createAutomation(server, { name: "x" })).status).toBe(200);
  });

  it("must be named right", async () => {
    const features = { AUTOMATION_ACTION_ARIAA: false } as never;
    await expect(createEmulator({ features })).rejects.toThrow(/AUTOMATION_ACTION_ARIAA.*isn't a feature/);
  });
});

describe("autoCreate", () => {
  it("makes what is asked for by name, and nothing without it", async () => {
    const query = `{ project(name: "project", entityName: "entity") { name
      artifactType(name: "model") { artifactCollection(name: "collection") { __typename name } } } }`;
    expect((await send(emulator, query)).data.project).toBeNull();
    await using server = await createEmulator({ autoCreate: true });
    expect((await send(server, query)).data.project).toEqual({
      name: "project",
      artifactType: { artifactCollection: { __typename: "ArtifactSequence", name: "collection" } },
    });
  });

  it("makes a collection whose type isn't said", async () => {
    const query = `query($name: String!) { project(name: "project", entityName: "entity") {
      artifactTypes(includeAll: true) { edges { node { name artifactCollection(name: $name) { name } } } } } }`;
    await using server = await createEmulator({ autoCreate: true });
    const find = async (name: string) =>
      (await send(server, query, { name })).data.project.artifactTypes.edges.map(
        ({ node }: { node: unknown }) => node,
      );
    expect(await find("one")).toEqual([{ name: "model", artifactCollection: { name: "one" } }]);
    await server.admin.createCollection("entity/project/data", { type: "dataset" });
    expect(await find("data")).toEqual([
      { name: "model", artifactCollection: null },
      { name: "dataset", artifactCollection: { name: "data" } },
    ]);
    expect(await find("two")).toEqual([
      { name: "model", artifactCollection: { name: "two" } },
      { name: "dataset", artifactCollection: null },
    ]);
  });
});
