import { describe, expect, it } from "vitest";
import { isSameAutomation } from "../../../src/client/same-automation.js";
import { type Scope, team } from "../../../src/model/scopes.js";
import type { CreateFilterTriggerInput } from "../../../src/wire/inputs.js";
import { parseTrigger } from "../../../src/wire/trigger.js";
import { type AutomationSpec, buildAutomation } from "../../conformance/build-automation.js";
import file from "../../vectors/wire.json" with { type: "json" };
import { emulated } from "./emulated.js";

const vectors = file.vectors as unknown as {
  spec: AutomationSpec;
  create: CreateFilterTriggerInput;
  saved: unknown;
}[];

describe("what the Python SDK creates", () => {
  it("is the same as what the server then returns, so that saving it again sends nothing", () => {
    const changed = vectors.filter(({ create, saved }) => !isSameAutomation(parseTrigger(saved), create));
    expect(vectors.length).toBeGreaterThan(100);
    expect(changed).toEqual([]);
  });

  it("is the same as no other that differs in its event or action", () => {
    const key = ({ create }: (typeof vectors)[number]) =>
      JSON.stringify([create.eventFilter, create.triggeringEventType, create.triggeredActionConfig]);
    const wrong = vectors.flatMap((one, i) =>
      vectors
        .slice(i + 1)
        .filter((two) => key(one) !== key(two))
        .filter(({ create, saved }) => {
          // Only what is compared here may differ.
          const { name, description = "", enabled, scopeType, scopeID } = create;
          return isSameAutomation(parseTrigger(saved), {
            ...one.create,
            name,
            description,
            enabled,
            scopeType,
            scopeID,
          });
        }),
    );
    expect(wrong).toEqual([]);
  });
});

describe("saving twice", () => {
  it("sends no mutation the second time, whatever was saved", async () => {
    await using world = await emulated();
    const { makeApi, sent } = world;
    const writer = makeApi();
    const [slack] = await writer.slackIntegrations({ entity: "acme" }).toArray();
    const [webhook] = await writer.webhookIntegrations({ entity: "acme" }).toArray();
    const scopes: Record<string, Scope | string> = {
      PROJECT: "acme/vision",
      ARTIFACT_COLLECTION: "acme/vision/resnet",
      ENTITY: team("acme"),
    };
    const integrations: Record<string, string | undefined> = {
      SendNotification: slack?.id,
      SendWebhook: webhook?.id,
    };
    for (const [i, { spec, create }] of vectors.entries()) {
      const integrationId = integrations[spec.action.type];
      const action = { ...spec.action, ...(integrationId && { integrationId }) };
      const automation = buildAutomation({ ...spec, action });
      const options = { name: `vector ${i}`, scope: scopes[create.scopeType], onConflict: "update" } as const;
      const saved = await automation.save({ ...options, api: writer });
      sent();
      const again = await automation.save({ ...options, api: i % 2 === 0 ? writer : makeApi() });
      expect(again.id).toBe(saved.id);
      expect(sent().filter((operation) => /^(Create|Update)/.test(operation))).toEqual([]);
      await saved.delete();
    }
  });
});
