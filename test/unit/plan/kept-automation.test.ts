import { describe, expect, it } from "vitest";
import {
  applyPlan,
  isKeptAutomation,
  keepAutomation,
  planAutomations,
  pullAutomations,
} from "wandb-automations/plan";
import { type Answers, connection, features, stubApi, triggerNode } from "../client/stub-server.js";
import { OWNER } from "./managed.js";

const ODD = triggerNode({
  id: "T1",
  name: "queue",
  description: "trains",
  event: { eventType: "UPDATE_ARTIFACT_ALIAS", filter: '{"filter":"{\\"$or\\":[{\\"$and\\":[]}]}"}' },
  action: { __typename: "QueueJobTriggeredAction" },
});

type Node = Record<string, unknown>;
const FEATURES = features("QUERY_AUTOMATIONS_ON_ENTITY");

/** What an update makes of an automation. */
function updated(node: Node, { name, description = node.description, enabled }: Node): Node {
  return { ...node, name, description, enabled };
}

/** A server that has an automation of a kind there are no builders for, and takes every update. */
class OddServer {
  #node: Node = ODD;
  readonly #answers: Answers = {
    ServerFeatures: () => FEATURES,
    ResolveNames: () => ({ ...FEATURES, s0: { id: "P1", name: "vision", entityName: "acme" } }),
    EntityAutomations: () => ({ scope: { triggers: connection([this.#node]) } }),
    UpdateAutomation: ({ input }) => {
      this.#node = updated(this.#node, input as Node);
      return { result: { trigger: this.#node } };
    },
  };
  readonly stub = stubApi(this.#answers);
}
const oddServer = () => new OddServer().stub;

const kept = (over: object = {}) =>
  keepAutomation({
    name: "queue",
    description: "trains",
    scope: "acme/vision",
    event: { type: "UPDATE_ARTIFACT_ALIAS", filter: '{"$or": [{"$and": []}]}' },
    action: { type: "QUEUE_JOB" },
    ...over,
  });

describe("automations of kinds that have no builders", () => {
  it("are pulled as what plans to no changes", async () => {
    const { api } = oddServer();
    const { automations, code } = await pullAutomations(api, { scopes: ["acme"] });
    expect(automations).toEqual([{ name: "queue", scope: "acme/vision", exportName: "queue", isKept: true }]);
    expect(code).toContain('event: { type: "UPDATE_ARTIFACT_ALIAS"');
    const plan = await planAutomations(api, [{ key: "queue", automation: kept() }], { owner: OWNER });
    expect(plan.isEmpty).toBe(true);
  });

  it("are taken over and switched without sending what they are", async () => {
    const { api, received } = oddServer();
    const desired = [{ key: "queue", automation: kept({ enabled: false }) }];
    const options = { owner: OWNER, adopt: true };
    const plan = await planAutomations(api, desired, options);
    expect(plan.changes[0]?.differences.map(({ path }) => path)).toEqual(["enabled", "managedBy"]);
    expect((await applyPlan(api, plan)).ok).toBe(true);
    const update = received.find(({ operation }) => operation === "UpdateAutomation");
    expect(update?.variables.input).toEqual({
      id: "T1",
      name: "queue",
      description: "trains [managed by wandb-automations: acme-alerts#queue]",
      enabled: false,
      scopeType: "PROJECT",
      scopeID: "P1",
    });
    expect((await planAutomations(api, desired, options)).isEmpty).toBe(true);
  });

  it("can't be made where they are missing and too little is known", async () => {
    const { api } = oddServer();
    const automation = kept({ name: "other" });
    const plan = await planAutomations(api, [{ key: "other", automation }], { owner: OWNER });
    expect(plan.conflicts[0]?.message).toContain("can't be created");
  });

  it("say everything that is wrong with them at once", () => {
    const wrong = { name: "", scope: "nowhere", event: { type: "X" }, action: {}, extra: 1 };
    expect(() => keepAutomation(wrong as never)).toThrow(
      expect.objectContaining({
        issues: ["extra", "name", "event", "action", "scope"].map((part) =>
          expect.objectContaining({ path: [part] }),
        ),
      }),
    );
    expect(() => kept({ scope: { kind: "unknown", scopeType: "Galaxy" } })).toThrow(
      "must have a scopeType and an id",
    );
    expect(isKeptAutomation(kept())).toBe(true);
    expect(isKeptAutomation({ kind: "keptAutomation" })).toBe(false);
  });
});
