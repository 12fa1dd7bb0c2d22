import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  compileAutomation,
  isValidationError,
  OnLinkArtifact,
  SendNotification,
  SendWebhook,
  SlackIntegration,
  WebhookIntegration,
} from "wandb-automations";
import { loose } from "./issues-of.js";
import { savedAutomation } from "./saved-trigger.js";

const URL_TEXT = "https://hooks.example/services/canary?token=canary";
const slack = new SlackIntegration({ webhookUrl: URL_TEXT });
const webhook = new WebhookIntegration({ name: "deploy", urlEndpoint: URL_TEXT });
const payload = { token: "canary", nested: { list: ["canary"] } };
const event = new OnLinkArtifact({ scope: "acme/vision" });
const notify = event.then(new SendNotification({ integration: slack }));
const post = event.then(new SendWebhook({ integration: webhook, payload }));
const saved = savedAutomation({
  action: {
    __typename: "GenericWebhookTriggeredAction",
    integration: { __typename: "GenericWebhookIntegration", id: "W1", name: "deploy", urlEndpoint: URL_TEXT },
    requestPayload: JSON.stringify(payload),
  },
});

/** Every way in which a value commonly ends up where others read it. */
function shownForms(value: unknown): string[] {
  return [
    inspect(value, { depth: Number.POSITIVE_INFINITY }),
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: false }),
    inspect([value]),
    JSON.stringify(value),
    JSON.stringify({ value }, null, 2),
    String(value),
    `${value}`,
  ];
}

describe("printing", () => {
  it.each([
    ["a Slack integration", slack],
    ["a webhook integration", webhook],
    ["a notification", notify.action],
    ["a webhook action", post.action],
    ["a new automation", notify],
    ["a new automation with a webhook", post],
    ["a saved automation", saved],
    ["a compiled notification's integration", compileAutomation(notify).integration],
  ])("%s shows no secret", (_, value) => {
    for (const text of shownForms(value)) expect(text).not.toContain("canary");
  });

  it("shows the rest", () => {
    expect(inspect(post)).toContain("SendWebhook {");
    expect(inspect(post.action, { depth: 3 })).toContain("deploy");
    expect(JSON.stringify(post.action)).toContain('"payload":"[redacted]"');
    expect(JSON.stringify(event.then(new SendWebhook({ integration: webhook })).action)).not.toContain(
      "payload",
    );
  });

  it("gives the secret to who asks for it", () => {
    expect(loose(post.action).payload).toEqual(payload);
    expect(slack.webhookUrl?.reveal()).toBe(URL_TEXT);
  });
});

describe("refusing", () => {
  it.each([
    ["a URL as integration", () => new SendNotification({ integration: loose(URL_TEXT) })],
    ["a URL as options", () => new SlackIntegration(loose(URL_TEXT))],
    ["a URL as action", () => event.then(loose(URL_TEXT))],
    ["a URL as scope", () => new OnLinkArtifact({ scope: loose(URL_TEXT) })],
    ["a URL as title", () => new SendNotification({ title: loose([URL_TEXT]) })],
    ["Python's options", () => new SlackIntegration(loose({ webhook_url: URL_TEXT }))],
    ["an object that holds a URL", () => event.then(loose({ slack: { webhook_url: URL_TEXT } }))],
    ["a bad URL", () => new SlackIntegration({ webhookUrl: "canary" })],
    ["a bad URL in a list", () => new WebhookIntegration({ name: "x", urlEndpoint: loose(["canary"]) })],
    [
      "a bad token name",
      () => new WebhookIntegration({ name: "x", urlEndpoint: URL_TEXT, secretRef: "canary-1" }),
    ],
    ["a payload as text", () => new SendWebhook({ integration: webhook, payload: "token=canary" })],
    ["a payload as a list", () => new SendWebhook({ integration: webhook, payload: loose(["canary"]) })],
    [
      "a payload that JSON can't hold",
      () => new SendWebhook({ integration: webhook, payload: loose({ a: new Set(["canary"]) }) }),
    ],
    ["an option that isn't known", () => new SendWebhook(loose({ integration: webhook, body: payload }))],
    ["an integration of the wrong kind", () => SendNotification.fromIntegration(loose(webhook))],
    ["an action as event", () => loose(event.then)(loose({ payload }))],
  ])("%s shows no secret", (_, build) => {
    let error: unknown;
    try {
      build();
    } catch (caught) {
      error = caught;
    }
    if (!isValidationError(error)) {
      // Calling `then` without its event is a mistake of another kind; what counts is what it shows.
      expect(error).toBeInstanceOf(TypeError);
    }
    const shown = [...shownForms(error), (error as Error).stack, (error as Error).message];
    // The name of the directory and of this file may be anything, so frames of the stack don't count.
    for (const text of shown) expect(text?.replace(/^\s+at .*$/gm, "")).not.toContain("canary");
  });
});
