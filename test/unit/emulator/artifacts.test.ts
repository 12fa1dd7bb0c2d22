import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../../src/emulator.js";
import { send } from "./test-server.js";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await createEmulator({ demo: true });
  await emulator.admin.createVersion("acme/vision/resnet", { metadata: { acc: 1 }, tags: ["x"] });
  await emulator.admin.createVersion("acme/vision/resnet", { aliases: ["best"] });
  await emulator.admin.linkVersion("acme/vision/resnet:best", "acme-inc/wandb-registry-model/prod-models", {
    aliases: ["prod"],
  });
});
afterEach(() => emulator.close());

describe("versions of artifacts", () => {
  it("are found by index and alias, in a registry with the version that was linked", async () => {
    const find = async (entity: string, project: string, name: string) => {
      const { data, errors } = await send(
        emulator,
        `query($e: String, $p: String, $name: String!) { project(entityName: $e, name: $p) {
          artifactCollectionMembership(name: $name) { versionIndex aliases { alias }
            artifact { versionIndex metadata artifactSequence { name } aliases { alias artifactCollection { name } } } } } }`,
        { e: entity, p: project, name },
      );
      expect(errors).toBeUndefined();
      return data.project.artifactCollectionMembership;
    };
    expect(await find("acme", "vision", "resnet:v0")).toMatchObject({
      aliases: [],
      artifact: { metadata: '{"acc":1}' },
    });
    expect(await find("acme", "vision", "resnet")).toMatchObject({
      versionIndex: 1,
      aliases: [{ alias: "latest" }, { alias: "best" }],
    });
    expect(await find("acme", "vision", "resnet:v7")).toBeNull();
    expect(await find("acme-inc", "wandb-registry-model", "prod-models:prod")).toMatchObject({
      versionIndex: 0,
      artifact: { versionIndex: 1, artifactSequence: { name: "resnet" } },
    });
  });

  it("are listed by collection and by registry, with filters", async () => {
    const { data } = await send(
      emulator,
      `query($registry: JSONString, $tagged: JSONString) {
        project(entityName: "acme", name: "vision") { artifactTypes(first: 1) { pageInfo { hasNextPage } edges { node { id name createdAt
          artifactCollection(name: "resnet") { aliases { edges { node { alias } } }
            newest: artifacts(first: 1) { totalCount pageInfo { hasNextPage } edges { version } }
            tagged: artifacts(filters: $tagged) { edges { version } } } } } } }
        organization(name: "acme-inc") { orgEntity {
          artifactMemberships(projectFilters: $registry) { edges { node { aliases { alias } } } } } } }`,
      { registry: '{"id":3}', tagged: '{"state":"COMMITTED","tag":{"$in":["x"]}}' },
    );
    const [{ node: type }] = data.project.artifactTypes.edges;
    expect(type.name).toBe("model");
    expect(type.artifactCollection).toEqual({
      aliases: { edges: [{ node: { alias: "latest" } }, { node: { alias: "best" } }] },
      newest: { totalCount: 2, pageInfo: { hasNextPage: true }, edges: [{ version: "v1" }] },
      tagged: { edges: [{ version: "v0" }] },
    });
    expect(data.organization.orgEntity.artifactMemberships.edges).toEqual([
      { node: { aliases: [{ alias: "latest" }, { alias: "prod" }] } },
    ]);
  });
});

describe("a project", () => {
  it("is changed by upserting it again, and only then", async () => {
    const upsert = async (input: object) => {
      const { data } = await send(
        emulator,
        "mutation($input: UpsertModelInput!) { upsertModel(input: $input) { inserted project { description updatedAt } } }",
        { input: { entityName: "acme", name: "vision", ...input } },
      );
      return data.upsertModel;
    };
    expect(await upsert({})).toEqual({ inserted: false, project: { description: "", updatedAt: null } });
    expect(await upsert({ description: "eyes" })).toMatchObject({ project: { description: "eyes" } });
    expect(await upsert({})).toMatchObject({ project: { description: "eyes" } });
  });
});

describe("users", () => {
  it("are found by how their names begin or end, by administrators", async () => {
    await emulator.admin.createUser({ username: "rita", apiKey: "r".repeat(40), teams: ["acme"] });
    await emulator.admin.createUser({ username: "rita-2", apiKey: "s".repeat(40), teams: [] });
    const find = async (query: string, key?: string) => {
      const { data } = await send(
        emulator,
        "query($query: String) { users(query: $query) { edges { node { username } } } }",
        { query },
        key,
      );
      return data.users.edges.map(({ node }: { node: { username: string } }) => node.username);
    };
    expect(await find("rita")).toEqual(["rita", "rita-2"]);
    expect(await find("nobody")).toEqual([]);
    expect(await find("rita", "s".repeat(40))).toEqual(["rita-2"]);
  });
});
