import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../../src/emulator.js";
import { createAutomation, projectId, send } from "./test-server.js";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await createEmulator({ demo: true });
});
afterEach(() => emulator.close());

const NODE = `totalCount edges { node { triggerName state scope { __typename }
  event { eventType data { __typename
    ... on RunMetricEventDetails { runName metricName metricValues }
    ... on ArtifactAliasEventDetails { artifactCollectionName artifactVersionIndex alias } } }
  action { actionType data { __typename ... on NoOpActionArgs { noOp } } }
  result { resultType data { __typename ... on DefaultTriggerResultDetails { error { message } } } } } }`;

describe("executions, as W&B's queries show them", () => {
  it("tell what happened, what was done and how it went, newest first", async () => {
    const metric = await createAutomation(emulator, { name: "metric" });
    await createAutomation(emulator, {
      name: "alias",
      triggeringEventType: "ADD_ARTIFACT_ALIAS",
      eventFilter: '{"$or":[{"$and":[{"alias":{"$eq":"prod"}}]}]}',
    });
    await emulator.admin.createRun("acme/vision", { id: "r" });
    await emulator.log("acme/vision/r", { loss: Number.POSITIVE_INFINITY });
    const { path } = await emulator.admin.createVersion("acme/vision/resnet");
    await emulator.admin.addAlias(path, "prod");

    const ofProject = await send(
      emulator,
      `{ project(name: "vision", entityName: "acme") { triggerExecutions(projectOnly: false, first: 1) { pageInfo { endCursor hasNextPage } ${NODE} } } }`,
    );
    const { edges, totalCount, pageInfo } = ofProject.data.project.triggerExecutions;
    expect([totalCount, pageInfo.hasNextPage]).toEqual([2, true]);
    expect(edges).toEqual([
      {
        node: {
          triggerName: "alias",
          state: "FINISHED",
          scope: { __typename: "Project" },
          event: {
            eventType: "ADD_ARTIFACT_ALIAS",
            data: {
              __typename: "ArtifactAliasEventDetails",
              artifactCollectionName: "resnet",
              artifactVersionIndex: 0,
              alias: "prod",
            },
          },
          action: { actionType: "NO_OP", data: { __typename: "NoOpActionArgs", noOp: true } },
          result: { resultType: "DEFAULT", data: { __typename: "DefaultTriggerResultDetails", error: null } },
        },
      },
    ]);

    const ofAutomation = await send(
      emulator,
      `query($id: ID!) { triggerExecutions(triggerID: $id) { ${NODE} } }`,
      { id: metric.data.result.trigger.id },
    );
    expect(ofAutomation.data.triggerExecutions.edges).toMatchObject([
      {
        node: {
          triggerName: "metric",
          // GraphQL's Float can't say infinity.
          event: { data: { runName: "r", metricName: "loss", metricValues: [null] } },
        },
      },
    ]);
    const collections = await send(
      emulator,
      '{ project(name: "vision", entityName: "acme") { artifactCollections { edges { node { id } } } } }',
    );
    const ofCollection = await send(
      emulator,
      `query($id: ID!) { artifactCollection(id: $id) { triggerExecutions(filters: "{\\"state\\":\\"FINISHED\\"}") { totalCount } } }`,
      { id: collections.data.project.artifactCollections.edges[0].node.id },
    );
    expect(ofCollection.data.artifactCollection.triggerExecutions.totalCount).toBe(1);
  });

  it("aren't told to those who may not see the automation", async () => {
    const created = await createAutomation(emulator, { name: "metric" });
    await emulator.admin.createRun("acme/vision", { id: "r" });
    await emulator.log("acme/vision/r", { loss: 1 });
    await emulator.admin.createTeam({ name: "other" });
    const key = "e".repeat(40);
    await emulator.admin.createUser({ username: "olga", apiKey: key, teams: ["other"] });
    const query = "query($id: ID!) { triggerExecutions(triggerID: $id) { totalCount } }";
    const { id } = created.data.result.trigger;
    expect((await send(emulator, query, { id })).data.triggerExecutions.totalCount).toBe(1);
    expect((await send(emulator, query, { id }, key)).data.triggerExecutions.totalCount).toBe(0);
  });
});

describe("the emulator's own operations", () => {
  it("build a world, make things happen in it and tell of it", async () => {
    const mutate = async (fields: string, variables: Record<string, unknown> = {}, types = "") => {
      const answer = await send(emulator, `mutation${types} { emulator { ${fields} } }`, variables);
      expect(answer.errors).toBeUndefined();
      return answer.data.emulator;
    };
    await mutate('createOrganization(name: "labs") { id }');
    await mutate('createTeam(name: "red", organization: "labs") { id }');
    await mutate('createRegistry(organization: "labs", name: "model") { path }');
    expect(await mutate('createProject(path: "red/p") { path name }')).toEqual({
      createProject: { path: "red/p", name: "p" },
    });
    await mutate('createCollection(path: "red/p/net", type: "model") { id }');
    await mutate('createCollection(path: "labs/wandb-registry-model/prod") { id }');
    await mutate('createVersion(path: "red/p/net", metadata: { acc: 1 }, aliases: ["good"]) { path }');
    await mutate('linkVersion(source: "red/p/net:good", target: "labs/wandb-registry-model/prod") { path }');
    await mutate(
      'addAlias(path: "red/p/net:v0", alias: "best") { path } addTag(path: "red/p/net", tag: "x")',
    );
    await mutate(
      'removeTag(path: "red/p/net", tag: "x") unlinkVersion(path: "labs/wandb-registry-model/prod:v0")',
    );
    await mutate(
      'addCollectionTag(path: "red/p/net", tag: "y") removeCollectionTag(path: "red/p/net", tag: "y")',
    );
    await mutate('createSlackIntegration(entity: "red", teamName: "red", channelName: "#x") { id }');
    await mutate('putSecret(entity: "red", name: "S", value: "v")');
    await mutate(
      'createWebhookIntegration(entity: "red", name: "hook", urlEndpoint: "http://127.0.0.1:1/", secretRef: "S") { id }',
    );
    await createAutomation(emulator, { name: "loss", scopeID: await projectId(emulator, "p", "red") });
    await mutate('createRun(project: "red/p", id: "r", config: { lr: 1 }) { path }');
    await mutate(
      'log(run: "red/p/r", rows: $rows)',
      { rows: [{ loss: 0 }, { loss: 1 }] },
      "($rows: [JSON!]!)",
    );
    await mutate('setRunState(run: "red/p/r", state: "finished") { path }');
    const file = readFileSync(new URL("../../../examples/runs/crashes.wandb", import.meta.url)).toString(
      "base64",
    );
    const { replay } = await mutate(
      'replay(file: $file, project: "red/p") { path }',
      { file },
      "($file: String!)",
    );
    expect(replay.path).toBe("red/p/dgcpa7td");
    const { data } = await send(
      emulator,
      "{ emulator { executions { edges { node { automationName run step reason attempts request } } } } }",
    );
    expect(data.emulator.executions.edges).toEqual([
      {
        node: {
          automationName: "loss",
          run: "red/p/r",
          step: 1,
          reason: "the latest value of loss is 1 > 0.5",
          attempts: 0,
          request: null,
        },
      },
    ]);
  });

  it("refuse what can't be with a 400", async () => {
    for (const fields of [
      'createProject(path: "nowhere") { id }',
      'createProject(path: "no-such-team/p") { id }',
      'createCollection(path: "acme/vision/a:b") { id }',
      'createVersion(path: "acme-inc/wandb-registry-model/prod-models") { id }',
      'log(run: "acme/vision/none", rows: [{}])',
      'createRun(project: "acme/vision", state: "sleeping") { id }',
      'createWebhookIntegration(entity: "acme", name: "x", urlEndpoint: "ftp://x") { id }',
      'putSecret(entity: "acme", name: "a b", value: "v")',
      'replay(file: "bm90IGEgcnVu") { id }',
    ]) {
      const answer = await send(emulator, `mutation { emulator { ${fields} } }`);
      expect(answer.status, fields).toBe(400);
    }
    const deep = { a: {} };
    for (let at: Record<string, unknown> = deep.a, i = 0; i < 80; i++)
      at = at.a = {} as Record<string, unknown>;
    const log = 'mutation($rows: [JSON!]!) { emulator { log(run: "acme/vision/r", rows: $rows) } }';
    await emulator.admin.createRun("acme/vision", { id: "r" });
    const refused = await send(emulator, log, { rows: [deep] });
    expect(refused).toMatchObject({
      status: 400,
      errors: [{ message: expect.stringContaining("nested deeper") }],
    });
  });
});
