import { describe, expect, it } from "vitest";
import { SlackIntegration, WebhookIntegration } from "../../../src/model/integrations.js";
import { emulated } from "./emulated.js";
import { connection, stubApi } from "./stub-server.js";

const slack = (id: string) => ({ __typename: "SlackIntegration", id, teamName: "acme", channelName: "#x" });
const hook = (id: string) => ({
  __typename: "GenericWebhookIntegration",
  id,
  name: id,
  urlEndpoint: `https://${id}.example`,
});

describe("integrations", () => {
  it("are listed by kind", async () => {
    await using world = await emulated();
    const { api } = world;
    const all = await api.integrations({ entity: "acme" }).toArray();
    expect(all.map(({ kind }) => kind)).toEqual(["slack", "webhook", "webhook"]);
    const [channel] = await api.slackIntegrations({ entity: "acme" }).toArray();
    expect(channel).toBeInstanceOf(SlackIntegration);
    expect(channel).toMatchObject({ teamName: "acme", channelName: "#ml-alerts" });
    const hooks = await api.webhookIntegrations({ entity: "acme" }).toArray();
    expect(hooks.map(({ name }) => name)).toEqual(["ci", "pager"]);
    expect(hooks[0]?.urlEndpoint?.reveal()).toBe("http://127.0.0.1:8901/hooks/ci");
  });

  it("of one kind are found also after a page of the other, and other kinds are passed over", async () => {
    const pages = [
      connection([hook("a"), { __typename: "GitHubOAuthIntegration", id: "G" }, null], "c1", true),
      connection([], "c2", true),
      connection([slack("s")]),
    ];
    const { api } = stubApi({
      IntegrationsByEntity: (_, count) => ({ entity: { integrations: pages[count - 1] } }),
    });
    const found = await api.slackIntegrations({ entity: "acme" }).toArray();
    expect(found.map(({ id }) => id)).toEqual(["s"]);
  });

  it("say which entity isn't there", async () => {
    await using world = await emulated();
    await expect(world.api.integrations({ entity: "nobody" }).toArray()).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("createWebhookIntegration", () => {
  it("makes one that actions can use", async () => {
    await using world = await emulated();
    const { api } = world;
    const options = {
      entity: "acme",
      name: "deploy bot",
      urlEndpoint: "https://ci.example/hook",
      accessTokenRef: "PAGER_TOKEN",
    };
    const made = await api.createWebhookIntegration(options);
    expect(made).toBeInstanceOf(WebhookIntegration);
    expect(made).toMatchObject({ id: expect.any(String), name: "deploy bot" });
    const hooks = await api.webhookIntegrations({ entity: "acme" }).toArray();
    expect(hooks.map(({ id }) => id)).toContain(made.id);
  });

  it.each([
    [{ name: "a".repeat(65) }, "name"],
    [{ name: "no!" }, "name"],
    [{ name: "trailing " }, "name"],
    [{ urlEndpoint: "ftp://x" }, "urlEndpoint"],
    [{ secret: "x" }, "secret"],
    [{ id: "W1" }, "id"],
    [{ entity: "" }, "entity"],
  ])("refuses %j before anything is sent", async (over, path) => {
    const { api, received } = stubApi({});
    const options = { entity: "acme", name: "ci", urlEndpoint: "https://ci.example", ...over };
    await expect(api.createWebhookIntegration(options)).rejects.toMatchObject({
      code: "VALIDATION",
      issues: [expect.objectContaining({ path: [path] })],
    });
    expect(received).toEqual([]);
  });

  it("takes no answer for an error, and looks whether it was made", async () => {
    const { api, operations } = stubApi({
      CreateGenericWebhookIntegration: () => ({ result: { integration: null } }),
      IntegrationsByEntity: () => ({ entity: { integrations: connection([]) } }),
    });
    const making = api.createWebhookIntegration({
      entity: "acme",
      name: "ci",
      urlEndpoint: "https://ci.example",
    });
    await expect(making).rejects.toMatchObject({ code: "UNEXPECTED_RESPONSE" });
    expect(operations()).toEqual(["CreateGenericWebhookIntegration", "IntegrationsByEntity"]);
  });
});
