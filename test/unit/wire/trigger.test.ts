import { describe, expect, it } from "vitest";
import { UnexpectedResponseError } from "wandb-automations";
import { parseSavedAction } from "../../../src/wire/saved-action.js";
import { parseSavedScope } from "../../../src/wire/saved-scope.js";
import { parseTrigger } from "../../../src/wire/trigger.js";
import { triggerNode } from "../model/saved-trigger.js";

describe("parseTrigger", () => {
  it("keeps the node as it came, next to what is read from it", () => {
    const node = triggerNode({ extra: { new: 1 } });
    const record = parseTrigger(node);
    expect(record.raw).toEqual(node);
    expect(record).toMatchObject({
      id: "VHJpZ2dlcjox",
      updatedAt: null,
      description: "why",
      eventType: "ADD_ARTIFACT_ALIAS",
    });
    expect(Object.isFrozen(record)).toBe(true);
  });

  it("calls an event that isn't a filter's what its condition is called", () => {
    const node = triggerNode({ event: { __typename: "CronTriggeringCondition" } });
    expect(parseTrigger(node)).toMatchObject({ eventType: "CronTriggeringCondition", eventFilter: "" });
  });

  it("takes what may be null or missing", () => {
    const { updatedAt, description, ...node } = triggerNode({ scope: null, event: null, action: null });
    expect(parseTrigger(node)).toMatchObject({
      updatedAt: null,
      description: null,
      scope: { kind: "unknown" },
      eventType: "UNKNOWN",
      eventFilter: "",
      actionType: "UNKNOWN",
    });
  });

  it.each([
    ["id", ""],
    ["id", 5],
    ["name", null],
    ["enabled", "true"],
    ["createdAt", undefined],
    ["scope", "Project"],
    ["event", 5],
  ])("insists on a right %s", (field, value) => {
    const read = () => parseTrigger(triggerNode({ [field]: value }));
    expect(read).toThrow(UnexpectedResponseError);
    expect(read).toThrow(`The server returned an automation that can't be read: ${field}.`);
  });

  it.each([null, undefined, 5, "x", []])("refuses the node %o", (node) => {
    expect(() => parseTrigger(node)).toThrow(UnexpectedResponseError);
  });
});

describe("parseSavedScope", () => {
  it.each([
    [
      { __typename: "Project", id: "1", name: "p" },
      { kind: "project", scopeType: "PROJECT", id: "1", project: "p" },
    ],
    [
      { __typename: "Project", id: "1", name: "wandb-registry-m" },
      { kind: "registry", scopeType: "PROJECT", id: "1", project: "wandb-registry-m" },
    ],
    [
      { __typename: "Project", id: "1", name: "wandb-registry-" },
      { kind: "project", scopeType: "PROJECT", id: "1", project: "wandb-registry-" },
    ],
    [
      { __typename: "ArtifactPortfolio", id: "1", name: "c" },
      { kind: "collection", scopeType: "ARTIFACT_COLLECTION", id: "1", collection: "c" },
    ],
    [
      { __typename: "ArtifactSequence", id: "1" },
      { kind: "collection", scopeType: "ARTIFACT_COLLECTION", id: "1" },
    ],
    [
      { __typename: "Entity", id: "1", name: "e", entityType: "team" },
      { kind: "team", scopeType: "ENTITY", id: "1", entity: "e" },
    ],
    [
      { __typename: "Entity", id: "1", name: "e", entityType: "organization" },
      { kind: "organization", scopeType: "ENTITY", id: "1", entity: "e" },
    ],
    [
      { __typename: "Entity", id: "1", name: "e", entityType: "user" },
      { kind: "unknown", scopeType: "ENTITY", id: "1", entity: "e" },
    ],
    [
      { __typename: "Galaxy", id: "1" },
      { kind: "unknown", scopeType: "Galaxy", id: "1" },
    ],
    [{}, { kind: "unknown", scopeType: "UNKNOWN" }],
    [null, { kind: "unknown", scopeType: "UNKNOWN" }],
  ])("reads %o", (node, scope) => {
    expect(parseSavedScope(node)).toEqual(scope);
  });
});

describe("parseSavedAction", () => {
  const slack = { __typename: "SlackIntegration", id: "S", teamName: "T", channelName: 5 };

  it("keeps what it can write back, and what it knows of the integration", () => {
    const node = { __typename: "NotificationTriggeredAction", integration: slack, severity: "warn" };
    expect(parseSavedAction(node)).toEqual({
      actionType: "NOTIFICATION",
      actionConfig: {
        notificationActionInput: { integrationID: "S", title: "", message: "", severity: "WARN" },
      },
      integration: { typename: "SlackIntegration", id: "S", teamName: "T" },
    });
  });

  it("keeps noOp, the job's template and the payload as they are", () => {
    expect(parseSavedAction({ __typename: "NoOpTriggeredAction", noOp: false }).actionConfig).toEqual({
      noOpActionInput: { noOp: false },
    });
    const job = { __typename: "QueueJobTriggeredAction", queue: { id: "Q" }, template: '{"a": 1.0}' };
    expect(parseSavedAction(job).actionConfig).toEqual({
      queueJobActionInput: { queueID: "Q", template: '{"a": 1.0}' },
    });
    const hook = { __typename: "GenericWebhookTriggeredAction", integration: slack, requestPayload: "${x}" };
    expect(parseSavedAction(hook).actionConfig).toEqual({
      genericWebhookActionInput: { integrationID: "S", requestPayload: "${x}" },
    });
  });

  it.each([
    ["NotificationTriggeredAction", "NOTIFICATION"],
    ["GenericWebhookTriggeredAction", "GENERIC_WEBHOOK"],
    ["QueueJobTriggeredAction", "QUEUE_JOB"],
    ["PushNotificationTriggeredAction", "PUSH_NOTIFICATION"],
    ["ARIATriggeredAction", "ARIA"],
    ["Newer", "Newer"],
    [undefined, "UNKNOWN"],
  ])("writes nothing back of a %s that lacks its parts", (__typename, actionType) => {
    expect(parseSavedAction({ __typename })).toEqual({ actionType });
  });

  it.each([undefined, null, 5, "x"])("never throws, not even for %o", (node) => {
    expect(parseSavedAction(node)).toEqual({ actionType: "UNKNOWN" });
  });
});
