import { describe, expect, it } from "vitest";
import { OnLinkArtifact } from "../../../src/model/artifact-events.js";
import { SlackIntegration } from "../../../src/model/integrations.js";
import { registry } from "../../../src/model/scopes.js";
import { SendNotification } from "../../../src/model/send-notification.js";
import { emulated } from "./emulated.js";
import { connection, features, stubApi, triggerNode } from "./stub-server.js";

const SLACK_URL = "https://hooks.slack.com/services/T000/B000/canarycanary";

describe("a notification to a Slack webhook URL", () => {
  const notification = new SendNotification({
    integration: new SlackIntegration({ webhookUrl: SLACK_URL }),
    title: "Done",
    message: "all good",
  });

  it("becomes a webhook on an integration that is made once", async () => {
    await using world = await emulated();
    const { api, sent, makeApi } = world;
    const automation = new OnLinkArtifact({ scope: "acme/vision" }).then(notification);
    const saved = await automation.save({ name: "one", api });
    expect(sent()).toEqual(["ResolveNames", "CreateGenericWebhookIntegration", "CreateAutomation"]);
    expect(saved.action).toMatchObject({
      kind: "webhook",
      payload: { text: expect.stringContaining("*Done*") },
    });
    await automation.save({ name: "two", api });
    expect(sent()).toEqual(["CreateAutomation"]);
    await automation.save({ name: "three", api: makeApi() });
    expect(sent()).toEqual(["ResolveNames", "CreateAutomation"]);
    const webhooks = await api.webhookIntegrations({ entity: "acme" }).toArray();
    expect(webhooks.filter(({ urlEndpoint }) => urlEndpoint?.reveal() === SLACK_URL)).toHaveLength(1);
  });

  it("is the same when saved again", async () => {
    await using world = await emulated();
    const { makeApi, sent } = world;
    const automation = new OnLinkArtifact({ scope: registry("acme-inc/model") }).then(notification);
    await automation.save({ name: "one", api: makeApi(), onConflict: "update" });
    sent();
    await automation.save({ name: "one", api: makeApi(), onConflict: "update" });
    expect(sent()).toEqual(["ResolveNames"]);
  });

  it("finds the integration on a later page", async () => {
    const hook = { __typename: "GenericWebhookIntegration", id: "W9", name: "slack", urlEndpoint: SLACK_URL };
    const other = { __typename: "GitHubOAuthIntegration" };
    const { api, received } = stubApi({
      ResolveNames: () => ({
        s0: { id: "P1" },
        t0: { id: "E1", name: "acme", integrations: connection([other, null], "c1", true) },
        ...features(),
      }),
      IntegrationsByEntity: () => ({ entity: { integrations: connection([hook]) } }),
      CreateAutomation: () => ({ result: { trigger: triggerNode() } }),
    });
    await new OnLinkArtifact({ scope: "acme/vision" }).then(notification).save({ name: "alert", api });
    expect(received.map(({ operation }) => operation)).toEqual([
      "ResolveNames",
      "IntegrationsByEntity",
      "CreateAutomation",
    ]);
    expect(received[1]?.variables).toMatchObject({ entity: "acme", cursor: "c1" });
    expect(received[2]?.variables).toMatchObject({
      input: { triggeredActionConfig: { genericWebhookActionInput: { integrationID: "W9" } } },
    });
  });
});

describe("a notification to whichever Slack integration there is", () => {
  const automation = new OnLinkArtifact({ scope: "acme/vision" }).then(new SendNotification({ title: "hi" }));

  it("takes the only one", async () => {
    await using world = await emulated();
    const saved = await automation.save({ name: "x", api: world.api });
    expect(saved.action).toMatchObject({ integration: { channelName: "#ml-alerts" } });
    expect(world.sent()).toEqual(["ResolveNames", "CreateAutomation"]);
  });

  it("says which there are if there are several, and how to get one if there are none", async () => {
    const slack = (id: string) => ({
      __typename: "SlackIntegration",
      id,
      teamName: "acme",
      channelName: `#${id}`,
    });
    const withSlack = (...ids: string[]) =>
      stubApi({
        ResolveNames: () => ({
          s0: { id: "P1" },
          t0: { id: "E1", name: "acme", integrations: connection(ids.map(slack)) },
          ...features(),
        }),
      }).api;
    await expect(automation.save({ name: "x", api: withSlack("a", "b") })).rejects.toMatchObject({
      issues: [{ path: ["action", "integration"], message: expect.stringContaining("acme #a, acme #b") }],
    });
    await expect(automation.save({ name: "x", api: withSlack() })).rejects.toMatchObject({
      code: "NOT_FOUND",
      hint: expect.stringContaining("webhookUrl"),
    });
  });
});
