import { describe, expect, it } from "vitest";
import {
  isSlackIntegration,
  isWebhookIntegration,
  SlackIntegration,
  WebhookIntegration,
} from "wandb-automations";
import { issuesOf, loose } from "./issues-of.js";

const URL_TEXT = "https://hooks.slack.com/services/T0/B0/canary";

describe("SlackIntegration", () => {
  it("is one fetched from a server, or one by URL", () => {
    const saved = new SlackIntegration({ id: "S1", teamName: "Acme", channelName: "#alerts" });
    expect(saved).toMatchObject({ kind: "slack", id: "S1", teamName: "Acme", channelName: "#alerts" });
    expect(saved.webhookUrl).toBeUndefined();
    expect(`${saved}`).toBe("Slack Acme #alerts");
    const byUrl = new SlackIntegration({ webhookUrl: URL_TEXT });
    expect(byUrl.id).toBeUndefined();
    expect(byUrl.webhookUrl?.reveal()).toBe(URL_TEXT);
    expect(`${byUrl}`).toBe("Slack by webhook URL");
    for (const integration of [saved, byUrl]) {
      expect(Object.isFrozen(integration)).toBe(true);
      expect(isSlackIntegration(integration)).toBe(true);
      expect(isWebhookIntegration(integration)).toBe(false);
    }
  });

  it.each([
    [
      { webhookUrl: "hooks.slack.com/canary" },
      { webhookUrl: "must be an http(s) URL, got text that isn't shown" },
    ],
    [{ webhookUrl: "ftp://canary" }, { webhookUrl: "must be an http(s) URL, got text that isn't shown" }],
    [{ webhookUrl: undefined }, { webhookUrl: "must be an http(s) URL, got nothing" }],
    [{ webhookUrl: new URL(URL_TEXT) }, { webhookUrl: "must be an http(s) URL, got a URL" }],
    [{}, { webhookUrl: "must be an http(s) URL, got nothing" }],
    [
      { webhook_url: URL_TEXT },
      {
        webhook_url: "is not an option here; did you mean webhookUrl?",
        webhookUrl: "must be an http(s) URL, got nothing",
      },
    ],
    [
      { id: "", teamName: 5, webhookUrl: URL_TEXT },
      {
        webhookUrl: "is not an option here; options are id, teamName, channelName",
        id: 'must be the integration\'s id, got ""',
        teamName: "must be text, got 5",
      },
    ],
    [undefined, { "": "must be an object with webhookUrl, got nothing" }],
    [URL_TEXT, { "": 'must be an object with webhookUrl, got "https://hooks.slack.com/…"' }],
  ])("refuses %o without showing it", (options, issues) => {
    expect(issuesOf(() => new SlackIntegration(loose(options)))).toEqual(issues);
  });
});

describe("WebhookIntegration", () => {
  it("is one fetched from a server, or one to be found or made on save", () => {
    const saved = new WebhookIntegration({ id: "W1", name: "any name, as the server has it!" });
    expect(saved).toMatchObject({ kind: "webhook", id: "W1" });
    const made = new WebhookIntegration({
      name: "ci deploy_1",
      urlEndpoint: "https://ci.example/canary",
      accessTokenRef: "CI_TOKEN",
      secretRef: "CI_SECRET",
    });
    expect(made).toMatchObject({ id: undefined, name: "ci deploy_1", accessTokenRef: "CI_TOKEN" });
    expect(made.urlEndpoint?.reveal()).toBe("https://ci.example/canary");
    expect([saved, made].map(String)).toEqual([
      "webhook any name, as the server has it!",
      "webhook ci deploy_1",
    ]);
    expect(`${new WebhookIntegration({ id: "W1" })}`).toBe("webhook W1");
    expect([saved, made].every(Object.isFrozen)).toBe(true);
    expect(isWebhookIntegration(made)).toBe(true);
    expect(isSlackIntegration(made)).toBe(false);
  });

  const NAME = "must be at most 64 letters, digits, - and _, in words with spaces between, got";
  const SECRET = "must be the name of a team secret: letters, digits and _, got text that isn't shown";

  it("reports every option that is wrong at once, and shows no secret", () => {
    const options = {
      name: "a, b",
      urlEndpoint: "canary",
      accessTokenRef: "ghp-canary",
      secretRef: "",
      url_endpoint: "canary",
    };
    expect(issuesOf(() => new WebhookIntegration(loose(options)))).toEqual({
      url_endpoint: "is not an option here; did you mean urlEndpoint?",
      name: `${NAME} "a, b"`,
      urlEndpoint: "must be an http(s) URL, got text that isn't shown",
      accessTokenRef: SECRET,
      secretRef: SECRET,
    });
  });

  it.each(["", " a", "a ", "a\nb", "é", "x".repeat(65), `${"!".repeat(65)}`])(
    "refuses the name %j",
    (name) => {
      const build = () => new WebhookIntegration({ name, urlEndpoint: "https://x.example" });
      expect(issuesOf(build).name).toContain(NAME);
      expect(build).toThrow("has 1 problem:");
    },
  );

  it("takes the longest name there may be", () => {
    const name = "x".repeat(64);
    expect(new WebhookIntegration({ name, urlEndpoint: "https://x.example" }).name).toBe(name);
  });
});
