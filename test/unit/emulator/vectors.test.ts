import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../../src/emulator.js";
import { send } from "./test-server.js";

/** Automations built by the real Python SDK: what it sends to create and update them, and what it reads back. */
interface Vector {
  readonly create: Record<string, unknown> & {
    scopeType: string;
    triggeredActionConfig: Record<string, Record<string, unknown>>;
  };
  readonly saved: {
    readonly event: { filter: string };
    readonly action: Record<string, unknown>;
    readonly scope: { __typename: string };
  };
  readonly updateUnchanged: Vector["create"] & { id: string };
}
const { vectors } = JSON.parse(readFileSync(new URL("../../vectors/wire.json", import.meta.url), "utf8")) as {
  vectors: readonly Vector[];
};

const SELECTION = `trigger { id name description enabled
  scope { __typename ... on Project { id } ... on Entity { id } ... on ArtifactSequence { id } ... on ArtifactPortfolio { id } }
  event: triggeringCondition { ... on FilterEventTriggeringCondition { eventType filter } }
  action: triggeredAction { __typename
    ... on NotificationTriggeredAction { title message severity }
    ... on GenericWebhookTriggeredAction { requestPayload }
    ... on NoOpTriggeredAction { noOp }
    ... on ARIATriggeredAction { prompt } } }`;
const CREATE = `mutation($input: CreateFilterTriggerInput!) { result: createFilterTrigger(input: $input) { ${SELECTION} } }`;
const UPDATE = `mutation($input: UpdateFilterTriggerInput!) { result: updateFilterTrigger(input: $input) { ${SELECTION} } }`;
const DELETE = "mutation($id: ID!) { result: deleteTrigger(input: { triggerID: $id }) { success } }";

/** JSON in strings, at any depth, parsed: saved forms may differ in spelling, not in meaning. */
function meaning(value: unknown): unknown {
  if (typeof value === "string") {
    try {
      const parsed: unknown = JSON.parse(value);
      return typeof parsed === "object" ? meaning(parsed) : value;
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map(meaning);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, meaning(inner)]));
}

let emulator: Emulator;
const scopes: Record<string, string> = {};
const integrations: Record<string, string> = {};

beforeAll(async () => {
  emulator = await createEmulator({ demo: true });
  const { data } = await send(
    emulator,
    `{ entity(name: "acme") { id project(name: "vision") { id artifactCollections { edges { node { id } } } }
       integrations { edges { node { __typename id } } } } }`,
  );
  const { id, project } = data.entity;
  Object.assign(scopes, {
    ENTITY: id,
    PROJECT: project.id,
    ARTIFACT_COLLECTION: project.artifactCollections.edges[0].node.id,
  });
  for (const { node } of data.entity.integrations.edges) integrations[node.__typename] = node.id;
});
afterAll(() => emulator.close());

/** The same input, aimed at the scope and the integrations of this emulator. */
function aimed(input: Vector["create"]): Record<string, unknown> {
  const config = structuredClone(input.triggeredActionConfig);
  if (config.notificationActionInput)
    config.notificationActionInput.integrationID = integrations.SlackIntegration;
  if (config.genericWebhookActionInput)
    config.genericWebhookActionInput.integrationID = integrations.GenericWebhookIntegration;
  return { ...input, scopeID: scopes[input.scopeType], triggeredActionConfig: config };
}

describe("what the Python SDK builds", () => {
  it.each(vectors.map((vector, i) => [i, vector] as const))(
    "is saved, read and updated: %i",
    async (_i, vector) => {
      const created = await send(emulator, CREATE, { input: aimed(vector.create) });
      expect(created.errors).toBeUndefined();
      const { trigger } = created.data.result;
      expect(trigger).toMatchObject({
        name: vector.create.name,
        description: vector.create.description ?? null,
      });
      expect(meaning(trigger.event.filter)).toEqual(meaning(vector.saved.event.filter));
      const { integration: _integration, ...action } = vector.saved.action;
      expect(meaning(trigger.action)).toEqual(meaning(action));

      const updated = await send(emulator, UPDATE, {
        input: { ...aimed(vector.updateUnchanged), id: trigger.id },
      });
      expect(updated.errors).toBeUndefined();
      expect(meaning(updated.data.result.trigger)).toEqual(meaning(trigger));
      const deleted = await send(emulator, DELETE, { id: trigger.id });
      expect(deleted.data.result.success).toBe(true);
    },
  );
});
