import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  DoNothing,
  isAction,
  SendNotification,
  SendPromptToAria,
  SendWebhook,
  SlackIntegration,
  WebhookIntegration,
} from "wandb-automations";
import { issuesOf, loose } from "./issues-of.js";

const slack = new SlackIntegration({ id: "S1", teamName: "Acme", channelName: "#alerts" });
const webhook = new WebhookIntegration({ id: "W1", name: "deploy" });

describe("SendNotification", () => {
  it("has Python's defaults", () => {
    expect(new SendNotification({ integration: slack })).toMatchObject({
      kind: "notification",
      integration: slack,
      title: "",
      message: "",
      severity: "INFO",
    });
  });

  it("takes null for what is left out, as Python takes None", () => {
    const options = { integrationId: "S1", title: null, message: null, severity: null };
    expect(new SendNotification(options)).toMatchObject({ title: "", message: "", severity: "INFO" });
  });

  it("finds its integration on save where none is given", () => {
    expect(new SendNotification({ title: "x" }).integration).toBeUndefined();
    expect(`${new SendNotification({ title: "x" })}`).toBe("notify the team's Slack integration: [INFO] x");
  });

  it("makes an integration of an id", () => {
    expect(new SendNotification({ integrationId: "S1" }).integration).toEqual(
      new SlackIntegration({ id: "S1" }),
    );
  });

  it.each(["INFO", "info", "Warn", " error "])("knows the severity %s", (severity) => {
    const action = new SendNotification({ severity: loose(severity) });
    expect(action.severity).toBe(severity.trim().toUpperCase());
  });

  it("speaks wandb.alert's words in fromIntegration", () => {
    const action = SendNotification.fromIntegration(slack, { title: "T", text: "M", level: "warn" });
    expect(action).toEqual(
      new SendNotification({ integration: slack, title: "T", message: "M", severity: "WARN" }),
    );
    expect(SendNotification.fromIntegration(slack)).toEqual(new SendNotification({ integration: slack }));
    expect(`${action}`).toBe("notify Slack Acme #alerts: [WARN] T");
  });

  it("reports every option that is wrong at once", () => {
    const options = {
      integration: webhook,
      integrationId: "",
      title: 5,
      message: [],
      severity: "FATAL",
      text: "x",
      level: "info",
    };
    expect(issuesOf(() => new SendNotification(loose(options)))).toEqual({
      text: "is not an option here; did you mean message?",
      level: "is not an option here; did you mean severity?",
      integration: "must be a SlackIntegration, got a WebhookIntegration",
      integrationId: "must not be given together with integration: one of them says where it goes",
      title: "must be text, got 5",
      message: "must be text, got []",
      severity: 'must be "INFO", "WARN" or "ERROR", got "FATAL"',
    });
  });

  it.each([null, "", 5])("refuses the integration id %o", (integrationId) => {
    expect(
      issuesOf(() => new SendNotification({ integrationId: loose(integrationId) })).integrationId,
    ).toMatch("must be an integration's id, got ");
  });

  it("refuses what isn't an integration, and other words, in fromIntegration", () => {
    expect(issuesOf(() => SendNotification.fromIntegration(loose(undefined)))).toEqual({
      integration: "must be a SlackIntegration, got nothing",
    });
    const options = { title: 1, message: "x", level: "loud" };
    expect(issuesOf(() => SendNotification.fromIntegration(slack, loose(options)))).toEqual({
      message: "is not an option here; options are title, text, level",
      title: "must be text, got 1",
      level: 'must be "INFO", "WARN" or "ERROR", got "loud"',
    });
    expect(Object.values(issuesOf(() => SendNotification.fromIntegration(slack, loose(null))))).toEqual([
      "must be an object with title, text, level, got null",
    ]);
  });
});

describe("SendWebhook", () => {
  it("takes a payload as an object or as the text of one", () => {
    const payload = { model: "${artifact_version_string}", nested: { list: [1, null, true] } };
    const asObject = new SendWebhook({ integration: webhook, payload });
    const asText = new SendWebhook({ integration: webhook, payload: JSON.stringify(payload) });
    expect(asObject.payload).toEqual(payload);
    expect(asText.payload).toEqual(payload);
    expect(SendWebhook.fromIntegration(webhook, { payload })).toEqual(asObject);
  });

  it("sends text as it is: a JavaScript number can't hold every number in it", () => {
    const text = '{"run": 9007199254740993, "lr": 1e-9, "at": 1.10}';
    const action = new SendWebhook({ integration: webhook, payload: text });
    expect(action.payloadText).toBe(text);
    expect(new SendWebhook({ integration: webhook, payload: { a: 1 } }).payloadText).toBe('{"a":1}');
    expect(new SendWebhook({ integration: webhook }).payloadText).toBeUndefined();
    expect(inspect(action, { showHidden: true, getters: true })).not.toContain("9007");
  });

  it.each([undefined, null])("has no payload where %o is given", (payload) => {
    expect(new SendWebhook({ integrationId: "W1", payload }).payload).toBeUndefined();
    expect(SendWebhook.fromIntegration(webhook).payload).toBeUndefined();
  });

  it("copies its payload and freezes the copy", () => {
    const payload = { list: [{ a: 1 }] };
    const action = new SendWebhook({ integration: webhook, payload });
    payload.list.push({ a: 2 });
    expect(action.payload).toEqual({ list: [{ a: 1 }] });
    expect(Object.isFrozen(loose(action.payload).list[0])).toBe(true);
    expect(Object.isFrozen(payload)).toBe(false);
  });

  it("keeps __proto__ and constructor as keys of the payload", () => {
    const text = '{"__proto__":{"polluted":1},"a":{"constructor":{"prototype":{"polluted":1}}}}';
    expect(JSON.stringify(new SendWebhook({ integration: webhook, payload: text }).payload)).toBe(text);
    expect(loose({}).polluted).toBeUndefined();
  });

  it.each([
    ["a list", [1, 2], "a list"],
    ["text", "not json", "text that isn't JSON"],
    ["the text of a list", "[1]", "the text of a list"],
    ["the text of text", '"canary"', "the text of text that isn't shown"],
    ["a number", 5, "a number"],
    ["a Map", new Map([["canary", 1]]), "a Map"],
    ["a function", () => "canary", "a function"],
  ])("refuses %s as payload", (_, payload, kind) => {
    const build = () => new SendWebhook({ integration: webhook, payload: loose(payload) });
    expect(issuesOf(build)).toEqual({
      payload: `must be a JSON object, or the text of one, got ${kind}`,
    });
  });

  it("lists every value of the payload that JSON can't hold", () => {
    const payload = { a: [Number.NaN], b: { c: new Date(0) }, d: undefined };
    expect(issuesOf(() => new SendWebhook({ integration: webhook, payload: loose(payload) }))).toEqual({
      "payload.a[0]": "must be a finite number: JSON has no NaN",
      "payload.b.c": "must be a JSON value, got a Date",
      "payload.d": "must be a JSON value, got nothing",
    });
  });

  it("refuses a payload nested 100,000 deep, as an object and as text", () => {
    const text = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    for (const payload of [text, JSON.parse(text)]) {
      expect(issuesOf(() => new SendWebhook({ integration: webhook, payload }))).toEqual({
        payload: "must be nested at most 500 deep, got more",
      });
    }
  });

  it("needs to know where it goes, and only once", () => {
    expect(issuesOf(() => new SendWebhook({ payload: {} }))).toEqual({
      integration: "must be given (or integrationId): it says where the webhook goes",
    });
    expect(issuesOf(() => new SendWebhook({ integration: webhook, integrationId: "W1" }))).toEqual({
      integrationId: "must not be given together with integration: one of them says where it goes",
    });
    expect(issuesOf(() => new SendWebhook({ integration: loose(slack), payload: loose([]) }))).toEqual({
      integration: "must be a WebhookIntegration, got a SlackIntegration",
      payload: "must be a JSON object, or the text of one, got a list",
    });
    expect(issuesOf(() => SendWebhook.fromIntegration(loose(slack)))).toEqual({
      integration: "must be a WebhookIntegration, got a SlackIntegration",
    });
    expect(issuesOf(() => SendWebhook.fromIntegration(webhook, loose({ request_payload: {} })))).toEqual({
      request_payload: "is not an option here; did you mean payload?",
    });
  });

  it.each([undefined, null, 5])("refuses %o in the place of options", (options) => {
    expect(issuesOf(() => new SendWebhook(loose(options)))[""]).toMatch(
      "must be an object with integration, integrationId, payload, got ",
    );
  });
});

describe("SendPromptToAria", () => {
  it("drops the white space around the prompt", () => {
    expect(new SendPromptToAria({ prompt: "\n Why? \t" }).prompt).toBe("Why?");
  });

  it("counts bytes in UTF-8, after dropping white space", () => {
    expect(new SendPromptToAria({ prompt: `${"é".repeat(2000)}  ` }).prompt).toHaveLength(2000);
    expect(issuesOf(() => new SendPromptToAria({ prompt: `${"é".repeat(2000)}!` }))).toEqual({
      prompt: "must be at most 4000 bytes in UTF-8, got 4001",
    });
  });

  it.each([
    ["", '""'],
    [" \n ", '" \\n "'],
    [5, "5"],
    [null, "null"],
    [undefined, "nothing"],
  ])("refuses the prompt %o", (prompt, shown) => {
    expect(issuesOf(() => new SendPromptToAria({ prompt: loose(prompt) }))).toEqual({
      prompt: `must be text that isn't blank, got ${shown}`,
    });
  });

  it("refuses options it doesn't know", () => {
    expect(issuesOf(() => new SendPromptToAria(loose({ prompt: "x", model: "y" })))).toEqual({
      model: "is not an option here; options are prompt",
    });
  });
});

describe("every action", () => {
  const actions = [
    new SendNotification({ integration: slack }),
    new SendWebhook({ integration: webhook }),
    new SendPromptToAria({ prompt: "x" }),
    new DoNothing(),
  ];

  it.each(actions)("is frozen, and known as an action: %s", (action) => {
    expect(Object.isFrozen(action)).toBe(true);
    expect(isAction(action)).toBe(true);
  });

  it("isn't taken for one where it only looks like one", () => {
    expect(isAction({ kind: "noOp" })).toBe(false);
    expect(isAction(null)).toBe(false);
    expect(isAction(slack)).toBe(false);
  });

  it("reads as what it does", () => {
    expect(actions.map(String)).toEqual([
      "notify Slack Acme #alerts: [INFO]",
      "POST to webhook deploy",
      "ask ARIA: x",
      "do nothing",
    ]);
  });
});
