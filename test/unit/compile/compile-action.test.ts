import { describe, expect, it } from "vitest";
import {
  DoNothing,
  SendNotification,
  SendPromptToAria,
  SendWebhook,
  SlackIntegration,
  WebhookIntegration,
} from "wandb-automations";
import { compileAction } from "../../../src/compile/compile-action.js";

const URL_TEXT = "https://hooks.example/canary";

describe("compileAction", () => {
  it("sends all four members of a notification", () => {
    const integration = new SlackIntegration({ id: "S1", teamName: "ignored" });
    expect(compileAction(new SendNotification({ integration, severity: "WARN" }))).toEqual({
      actionType: "NOTIFICATION",
      actionConfig: {
        notificationActionInput: { integrationID: "S1", title: "", message: "", severity: "WARN" },
      },
    });
  });

  it("leaves the only Slack integration to saving", () => {
    expect(compileAction(new SendNotification({ title: "T" }))).toEqual({
      actionType: "NOTIFICATION",
      actionConfig: {
        notificationActionInput: { integrationID: "", title: "T", message: "", severity: "INFO" },
      },
      integration: { kind: "onlySlack" },
    });
  });

  it("makes a webhook of a notification to a Slack URL", () => {
    const integration = new SlackIntegration({ webhookUrl: URL_TEXT });
    const compiled = compileAction(new SendNotification({ integration, title: "T", message: "M" }));
    expect(compiled).toMatchObject({
      actionType: "GENERIC_WEBHOOK",
      actionConfig: {
        genericWebhookActionInput: {
          integrationID: "",
          requestPayload: '{"text":":information_source: *T*\\nM"}',
        },
      },
      integration: { kind: "webhook" },
    });
    const { integration: unresolved } = compiled;
    expect(unresolved?.kind === "webhook" && unresolved.urlEndpoint.reveal()).toBe(URL_TEXT);
    expect(Object.keys(unresolved ?? {})).toEqual(["kind", "urlEndpoint"]);
  });

  it("sends a webhook's payload as text, and none where there is none", () => {
    const integration = new WebhookIntegration({ id: "W1", urlEndpoint: URL_TEXT });
    expect(compileAction(new SendWebhook({ integration, payload: { a: [1] } }))).toEqual({
      actionType: "GENERIC_WEBHOOK",
      actionConfig: { genericWebhookActionInput: { integrationID: "W1", requestPayload: '{"a":[1]}' } },
    });
    expect(compileAction(new SendWebhook({ integration }))).toEqual({
      actionType: "GENERIC_WEBHOOK",
      actionConfig: { genericWebhookActionInput: { integrationID: "W1" } },
    });
  });

  it("leaves a webhook by URL to saving, with all that is needed to make it", () => {
    const integration = new WebhookIntegration({
      name: "deploy",
      urlEndpoint: URL_TEXT,
      accessTokenRef: "TOKEN",
      secretRef: "SECRET",
    });
    expect(compileAction(new SendWebhook({ integration })).integration).toMatchObject({
      kind: "webhook",
      name: "deploy",
      accessTokenRef: "TOKEN",
      secretRef: "SECRET",
    });
  });

  it("sends a prompt, and nothing", () => {
    expect(compileAction(new SendPromptToAria({ prompt: " Why? " }))).toEqual({
      actionType: "ARIA",
      actionConfig: { ariaActionInput: { prompt: "Why?" } },
    });
    expect(compileAction(new DoNothing())).toEqual({
      actionType: "NO_OP",
      actionConfig: { noOpActionInput: { noOp: true } },
    });
  });
});
