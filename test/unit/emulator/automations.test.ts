import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../../src/emulator.js";
import { createAutomation, projectId, send } from "./test-server.js";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await createEmulator({ demo: true });
});
afterEach(() => emulator.close());

const LIST = `query($first: Int, $after: String, $filters: JSONString, $order: String) {
  entity(name: "acme") { triggers(first: $first, after: $after, filters: $filters, order: $order) {
    pageInfo { endCursor hasNextPage } edges { node { id name } } } } }`;
const UPDATE = `mutation($input: UpdateFilterTriggerInput!) {
  result: updateFilterTrigger(input: $input) { trigger { id name description enabled updatedAt } } }`;

async function list(variables: Record<string, unknown> = {}) {
  const { data } = await send(emulator, LIST, variables);
  const { edges, pageInfo } = data.entity.triggers;
  return { names: edges.map(({ node }: { node: { name: string } }) => node.name) as string[], ...pageInfo };
}

describe("lists of automations", () => {
  it("come on pages that hold everything once, while others create and delete", async () => {
    for (let i = 0; i < 9; i++) await createAutomation(emulator, { name: `a${i}` });
    const first = await list({ first: 4 });
    expect(first).toMatchObject({ names: ["a0", "a1", "a2", "a3"], hasNextPage: true });
    await createAutomation(emulator, { name: "late" });
    const { data } = await send(emulator, LIST, { filters: '{"name":"a1"}' });
    await send(emulator, "mutation($id: ID!) { deleteTrigger(input: { triggerID: $id }) { success } }", {
      id: data.entity.triggers.edges[0].node.id,
    });
    const second = await list({ first: 4, after: first.endCursor });
    const third = await list({ first: 4, after: second.endCursor });
    expect([...second.names, ...third.names]).toEqual(["a4", "a5", "a6", "a7", "a8", "late"]);
    expect(third.hasNextPage).toBe(false);
    expect(await list({ first: 4, after: third.endCursor })).toMatchObject({ names: [], hasNextPage: false });
  });

  it("can be filtered and ordered", async () => {
    for (const name of ["b", "a", "c"]) await createAutomation(emulator, { name });
    expect((await list({ filters: '{"name":"b"}' })).names).toEqual(["b"]);
    expect((await list({ filters: '{"name":{"$in":["a","c"]}}' })).names).toEqual(["a", "c"]);
    const { names, endCursor } = await list({ order: "-name", first: 2 });
    expect(names).toEqual(["c", "b"]);
    expect((await list({ order: "-name", first: 2, after: endCursor })).names).toEqual(["a"]);
    const bad = [
      { filters: "nope" },
      { filters: '{"name":{"$in":"a"}}' },
      { order: "nope" },
      { first: 0 },
      { after: "?" },
    ];
    for (const variables of bad)
      expect((await send(emulator, LIST, variables)).status, JSON.stringify(variables)).toBe(400);
  });

  it("hold what is scoped to the entity, its projects and its collections; walks only the latter two", async () => {
    const { data } = await send(
      emulator,
      '{ entity(name: "acme") { id project(name: "vision") { id artifactCollections { edges { node { id } } } } } }',
    );
    const { id, project } = data.entity;
    await createAutomation(emulator, { name: "team", scopeType: "ENTITY", scopeID: id });
    await createAutomation(emulator, { name: "project", scopeID: project.id });
    await createAutomation(emulator, {
      name: "collection",
      scopeType: "ARTIFACT_COLLECTION",
      scopeID: project.artifactCollections.edges[0].node.id,
      triggeringEventType: "CREATE_ARTIFACT",
      eventFilter: '{"$or":[{"$and":[]}]}',
    });
    expect((await list()).names).toEqual(["team", "project", "collection"]);
    const walk = await send(emulator, "{ viewer { projects { edges { node { triggers { name } } } } } }");
    const walked = walk.data.viewer.projects.edges.flatMap(
      ({ node }: { node: { triggers: object[] } }) => node.triggers,
    );
    expect(walked).toEqual([{ name: "project" }, { name: "collection" }]);
    const all = await send(emulator, "{ triggers { edges { node { name } } } }");
    expect(all.data.triggers.edges).toHaveLength(3);
  });

  it("of projects begin with those that hold automations", async () => {
    await createAutomation(emulator, { name: "x", scopeID: await projectId(emulator, "nlp") });
    const { data } = await send(emulator, "{ viewer { projects(first: 1) { edges { node { name } } } } }");
    expect(data.viewer.projects.edges[0].node.name).toBe("nlp");
  });
});

describe("updates", () => {
  it("change what is given and keep the rest", async () => {
    const created = await createAutomation(emulator, { name: "x", description: "d" });
    const { id } = created.data.result.trigger;
    const renamed = await send(emulator, UPDATE, { input: { id, name: "y" } });
    expect(renamed.data.result.trigger).toMatchObject({ name: "y", description: "d", enabled: true });
    expect(renamed.data.result.trigger.updatedAt).not.toBeNull();
    const cleared = await send(emulator, UPDATE, { input: { id, description: "", enabled: false } });
    expect(cleared.data.result.trigger).toMatchObject({ name: "y", description: "", enabled: false });
  });

  it("of what is gone are 404, to a name that is taken 409", async () => {
    const one = await createAutomation(emulator, { name: "one" });
    await createAutomation(emulator, { name: "two" });
    const { id } = one.data.result.trigger;
    expect(await send(emulator, UPDATE, { input: { id, name: "two" } })).toMatchObject({
      status: 409,
      data: { result: null },
      errors: [{ message: expect.stringContaining('"two" already exists'), path: ["result"] }],
    });
    expect((await createAutomation(emulator, { name: "two" })).status).toBe(409);
    expect((await send(emulator, UPDATE, { input: { id: "nope", name: "x" } })).status).toBe(404);
    const elsewhere = await createAutomation(emulator, {
      name: "two",
      scopeID: await projectId(emulator, "nlp"),
    });
    expect(elsewhere.status).toBe(200);
  });
});

describe("users", () => {
  const key = "e".repeat(40);

  it("see and change only what their teams own", async () => {
    await emulator.admin.createTeam({ name: "other" });
    await emulator.admin.createUser({ username: "olga", apiKey: key, teams: ["other"] });
    const viewer =
      '{ viewer { username entity teams { edges { node { name } } } } entity(name: "acme") { id } }';
    expect((await send(emulator, viewer, {}, key)).data).toEqual({
      viewer: { username: "olga", entity: "other", teams: { edges: [{ node: { name: "other" } }] } },
      entity: null,
    });
    const created = await createAutomation(emulator, { name: "mine" });
    const input = { id: created.data.result.trigger.id, name: "stolen" };
    expect((await send(emulator, UPDATE, { input }, key)).status).toBe(404);
    const project = 'mutation { upsertModel(input: { name: "p", entityName: "acme" }) { inserted } }';
    expect((await send(emulator, project, {}, key)).status).toBe(403);
    const admin = await send(emulator, 'mutation { emulator { createTeam(name: "x") { id } } }', {}, key);
    expect(admin).toMatchObject({
      status: 403,
      errors: [{ message: expect.stringContaining("olga is no administrator") }],
    });
  });
});
