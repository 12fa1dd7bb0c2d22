import { describe, expect, it } from "vitest";
import {
  type AutomationBackend,
  DoNothing,
  isAutomation,
  OnAddArtifactAlias,
  OnRunMetric,
  OnRunState,
  SendNotification,
  SendPromptToAria,
  SendWebhook,
  UnknownAction,
  UnknownEvent,
} from "wandb-automations";
import { eventNode, savedAutomation } from "./saved-trigger.js";

const RUN_FILTER = '{"$and":[{"display_name":{"$contains":"prod"}}]}';

describe("a saved automation", () => {
  it("is what the server said", () => {
    const automation = savedAutomation();
    expect(automation).toMatchObject({
      id: "VHJpZ2dlcjox",
      createdAt: new Date("2026-03-01T12:00:00Z"),
      updatedAt: null,
      name: "alert",
      description: "why",
      enabled: true,
      scope: { kind: "project", scopeType: "PROJECT", id: "UHJvamVjdDox", project: "vision" },
      action: new DoNothing(),
    });
    expect(automation.event).toBeInstanceOf(OnAddArtifactAlias);
    expect(Object.isFrozen(automation)).toBe(true);
    expect(isAutomation(automation)).toBe(true);
    expect(isAutomation({ id: "x" })).toBe(false);
    expect(`${automation}`).toBe(
      'alert: OnAddArtifactAlias(vision: {"$or":[{"$and":[{"alias":{"$eq":"prod"}}]}]}) → do nothing',
    );
    expect(`${savedAutomation({ enabled: false })}`).toMatch(/ \(disabled\)$/);
  });

  it.each([
    ["2026-03-01T12:00:00", "2026-03-01T12:00:00.000Z"],
    ["2026-03-01T12:00:00.123456", "2026-03-01T12:00:00.123Z"],
    ["2026-03-01T12:00:00+02:00", "2026-03-01T10:00:00.000Z"],
    ["2026-03-01T12:00:00z", "2026-03-01T12:00:00.000Z"],
  ])("takes the time %s for %s", (text, iso) => {
    const { createdAt, updatedAt } = savedAutomation({ createdAt: text, updatedAt: text });
    expect([createdAt.toISOString(), updatedAt?.toISOString()]).toEqual([iso, iso]);
  });

  it("calls the api it came from", async () => {
    const calls: unknown[] = [];
    const record =
      (method: string) =>
      (...given: unknown[]) =>
        calls.push([method, ...given]);
    const backend = {
      updateAutomation: record("update"),
      deleteAutomation: record("delete"),
      executions: record("executions"),
    } as unknown as AutomationBackend;
    const automation = savedAutomation({}, backend);
    const { signal } = new AbortController();
    await automation.update({ name: "x" });
    await automation.enable({ signal });
    await automation.disable();
    await automation.delete({ timeoutMs: 5 });
    automation.history({ perPage: 2 });
    expect(calls).toEqual([
      ["update", automation, { name: "x" }],
      ["update", automation, { signal, enabled: true }],
      ["update", automation, { enabled: false }],
      ["delete", automation, { timeoutMs: 5 }],
      ["executions", automation, { perPage: 2 }],
    ]);
  });
});

describe("the event of a saved automation", () => {
  it.each([
    ["LINK_MODEL", "OnLinkArtifact"],
    ["UNLINK_ARTIFACT", "OnUnlinkArtifact"],
    ["ADD_ARTIFACT_TAG", "OnAddArtifactTag"],
    ["REMOVE_ARTIFACT_TAG", "OnRemoveArtifactTag"],
    ["ADD_COLLECTION_TAG", "OnAddCollectionTag"],
    ["REMOVE_COLLECTION_TAG", "OnRemoveCollectionTag"],
  ])("of type %s is an %s", (eventType, kind) => {
    const { event } = savedAutomation({ event: eventNode(eventType, { filter: { $or: [] } }) });
    expect(event).toMatchObject({ kind, eventType, filter: { json: { $or: [] } } });
  });

  it("is OnCreateArtifact in a collection", () => {
    const scope = { __typename: "ArtifactSequence", id: "QXJ0", name: "resnet" };
    const event = eventNode("CREATE_ARTIFACT", { filter: '{"$or":[{"$and":[]}]}' });
    const saved = savedAutomation({ scope, event });
    expect(saved.event.kind).toBe("OnCreateArtifact");
    expect(`${saved.event}`).toBe("OnCreateArtifact(resnet)");
  });

  it.each([
    [
      "RUN_METRIC",
      { threshold_filter: { name: "loss", agg_op: "MAX", window_size: 3, cmp_op: "$lte", threshold: 1 } },
      { kind: "threshold", name: "loss", agg: "max", window: 3, cmp: "<=", threshold: 1 },
    ],
    [
      "RUN_METRIC_CHANGE",
      {
        change_filter: {
          name: "loss",
          agg_op: null,
          current_window_size: 1,
          prior_window_size: 1,
          change_amount: 0.5,
          change_type: "ABSOLUTE",
          change_dir: "ANY",
        },
      },
      { kind: "change", agg: null, window: 1, amount: 0.5, changeType: "absolute", changeDir: "any" },
    ],
    [
      "RUN_METRIC_ZSCORE",
      { zscore_filter: { name: "loss", window_size: 9, threshold: 2, change_dir: "DECREASE" } },
      { kind: "zscore", window: 9, threshold: 2, changeDir: "decrease" },
    ],
  ])("of type %s has its metric condition", (eventType, run_metric_filter, metric) => {
    const { event } = savedAutomation({
      event: eventNode(eventType, { run_filter: RUN_FILTER, run_metric_filter, metric_filter: null }),
    });
    if (!(event instanceof OnRunMetric)) throw new Error(`${event}`);
    expect(event.eventType).toBe(eventType);
    expect(event.filter.metric).toMatchObject(metric);
    expect(event.filter.run.json).toEqual(JSON.parse(RUN_FILTER));
  });

  it("of type RUN_STATE has its states, crashed being failed", () => {
    const filter = { run_filter: RUN_FILTER, run_state_filter: { states: ["CRASHED", "RUNNING"] } };
    const { event } = savedAutomation({ event: eventNode("RUN_STATE", filter) });
    if (!(event instanceof OnRunState)) throw new Error(`${event}`);
    expect(event.filter.state.states).toEqual(["failed", "running"]);
  });

  it.each([
    [
      "a legacy type",
      eventNode("UPDATE_ARTIFACT_ALIAS", { filter: "{}" }),
      "UPDATE_ARTIFACT_ALIAS can't be made any more",
    ],
    ["a newer type", eventNode("WEAVE_METRIC_THRESHOLD", { x: 1 }), "aren't known to this version"],
    ["a filter that isn't JSON", eventNode("LINK_MODEL", "oops"), "the filter isn't a JSON object"],
    [
      "a wrapped filter that isn't JSON",
      eventNode("LINK_MODEL", { filter: "oops" }),
      "the filter isn't a JSON object",
    ],
    [
      "a malformed combination",
      eventNode("LINK_MODEL", { filter: { $and: 5 } }),
      "must be a list of filters, got 5",
    ],
    [
      "a filter nested 100,000 deep",
      eventNode("LINK_MODEL", `{"filter":${'{"$not":'.repeat(100_000)}{}${"}".repeat(100_000)}}`),
      "must be nested at most 500 deep",
    ],
    ["an unknown state", eventNode("RUN_STATE", { run_state_filter: { states: ["KILLED"] } }), '"KILLED"'],
    ["no type", { __typename: "NewCondition" }, "the filter isn't a JSON object"],
    ["no event", null, "the filter isn't a JSON object"],
  ])("with %s is kept as it is", (_, event, reason) => {
    const saved = savedAutomation({ event });
    if (!(saved.event instanceof UnknownEvent)) throw new Error(`${saved.event}`);
    expect(saved.event.reason).toContain(reason);
    expect(saved.event.eventType).toBe(saved.record.eventType);
    expect(saved.event.filter).toBe(saved.record.eventFilter);
    expect(Object.isFrozen(saved.event)).toBe(true);
    expect(`${saved.event}`).toContain(reason);
  });

  it("is kept as it is in a scope it can't be in, and in an unknown one", () => {
    const event = eventNode("RUN_STATE", { run_state_filter: { states: ["FAILED"] } });
    const registry = { __typename: "Project", id: "UHJv", name: "wandb-registry-model" };
    expect(savedAutomation({ event, scope: registry }).event).toMatchObject({
      kind: "UnknownEvent",
      reason: expect.stringContaining("must be a project, team or organization"),
    });
    expect(savedAutomation({ event, scope: { __typename: "Galaxy", id: "R2Fs" } })).toMatchObject({
      event: { kind: "UnknownEvent", reason: "its scope is of a kind this version doesn't know" },
      scope: { kind: "unknown", scopeType: "Galaxy", id: "R2Fs" },
    });
  });
});

describe("the action of a saved automation", () => {
  const SLACK = { __typename: "SlackIntegration", id: "S1", teamName: "Acme", channelName: "#alerts" };
  const HOOK = {
    __typename: "GenericWebhookIntegration",
    id: "W1",
    name: "deploy",
    urlEndpoint: "https://x.example/canary",
  };

  it("is a notification", () => {
    const action = {
      __typename: "NotificationTriggeredAction",
      integration: SLACK,
      title: null,
      message: "M",
      severity: "WARN",
    };
    const saved = savedAutomation({ action }).action;
    expect(saved).toBeInstanceOf(SendNotification);
    expect(saved).toMatchObject({
      title: "",
      message: "M",
      severity: "WARN",
      integration: { id: "S1", teamName: "Acme", channelName: "#alerts" },
    });
  });

  it.each([
    ['{"a":{"b":1}}', { a: { b: 1 } }],
    [null, undefined],
  ])("is a webhook with the payload %s", (requestPayload, payload) => {
    const action = { __typename: "GenericWebhookTriggeredAction", integration: HOOK, requestPayload };
    const saved = savedAutomation({ action }).action;
    if (!(saved instanceof SendWebhook)) throw new Error(`${saved}`);
    expect(saved.payload).toEqual(payload);
    expect(saved.integration.urlEndpoint?.reveal()).toBe(HOOK.urlEndpoint);
  });

  it("is a prompt, or nothing", () => {
    const aria = savedAutomation({ action: { __typename: "ARIATriggeredAction", prompt: "Why?" } }).action;
    expect(aria).toEqual(new SendPromptToAria({ prompt: "Why?" }));
    const none = savedAutomation({ action: { __typename: "NoOpTriggeredAction", noOp: null } }).action;
    expect(none).toEqual(new DoNothing());
  });

  it.each([
    ["QUEUE_JOB", { __typename: "QueueJobTriggeredAction", queue: { id: "Q" }, template: "{}" }],
    ["PUSH_NOTIFICATION", { __typename: "PushNotificationTriggeredAction" }],
    ["NewAction", { __typename: "NewAction", a: 1 }],
    ["UNKNOWN", {}],
    ["UNKNOWN", null],
    ["NOTIFICATION", { __typename: "NotificationTriggeredAction", integration: null }],
    ["NOTIFICATION", { __typename: "NotificationTriggeredAction", integration: SLACK, severity: "FATAL" }],
    [
      "NOTIFICATION",
      { __typename: "NotificationTriggeredAction", integration: { __typename: "NewChat", id: "C" } },
    ],
    ["GENERIC_WEBHOOK", { __typename: "GenericWebhookTriggeredAction", integration: null }],
    [
      "GENERIC_WEBHOOK",
      { __typename: "GenericWebhookTriggeredAction", integration: HOOK, requestPayload: "[1]" },
    ],
    ["ARIA", { __typename: "ARIATriggeredAction", prompt: null }],
  ])("of type %s is kept where it can't be made: %o", (actionType, action) => {
    const saved = savedAutomation({ action }).action;
    expect(saved).toBeInstanceOf(UnknownAction);
    expect(saved).toMatchObject({ kind: "unknown", actionType });
    expect(Object.isFrozen(saved)).toBe(true);
    expect(`${saved}`).toContain(actionType);
  });
});
