import { describe, expect, it } from "vitest";
import {
  compileAutomation,
  compileCreateInput,
  compileSaved,
  compileUpdateInput,
  DoNothing,
  OnLinkArtifact,
  SendNotification,
  SendWebhook,
  SlackIntegration,
} from "wandb-automations";
import { issuesOf } from "../model/issues-of.js";
import { eventNode, savedAutomation } from "../model/saved-trigger.js";

const event = new OnLinkArtifact({ scope: "acme/vision" });
const ids = { scopeId: "UHJvamVjdDox", integrationId: "INT" };
const compiled = (action: SendNotification | SendWebhook | DoNothing, name?: string) =>
  compileAutomation(event.then(action), name === undefined ? {} : { name });

describe("compileCreateInput", () => {
  it("is the input variable, with nothing that is null", () => {
    expect(compileCreateInput(compiled(new DoNothing(), "n"), ids)).toEqual({
      name: "n",
      enabled: true,
      scopeType: "PROJECT",
      scopeID: "UHJvamVjdDox",
      triggeringEventType: "LINK_MODEL",
      eventFilter: '{"$or":[{"$and":[]}]}',
      triggeredActionType: "NO_OP",
      triggeredActionConfig: { noOpActionInput: { noOp: true } },
    });
  });

  it.each([
    ["the only Slack integration", new SendNotification({ title: "T" }), "notificationActionInput"],
    [
      "a Slack URL",
      new SendNotification({ integration: new SlackIntegration({ webhookUrl: "https://x.example" }) }),
      "genericWebhookActionInput",
    ],
  ] as const)("puts the id of %s in its place", (_, action, member) => {
    const { triggeredActionConfig } = compileCreateInput(compiled(action, "n"), ids);
    expect(triggeredActionConfig[member]).toMatchObject({ integrationID: "INT" });
    const issues = issuesOf(() => compileCreateInput(compiled(action, "n"), { scopeId: "P" }));
    expect(issues).toEqual({ "action.integration": "has no id yet and wasn't resolved" });
  });

  it("leaves an id that is known alone", () => {
    const action = new SendWebhook({ integrationId: "W1" });
    expect(compileCreateInput(compiled(action, "n"), ids).triggeredActionConfig).toEqual({
      genericWebhookActionInput: { integrationID: "W1" },
    });
  });

  it("needs a name", () => {
    expect(issuesOf(() => compileCreateInput(compiled(new DoNothing()), ids))).toEqual({
      name: "must be given to save it: automation.save({ name: … })",
    });
  });

  it("can't create again what isn't known, and lists all of it", () => {
    const saved = savedAutomation({
      scope: { __typename: "Galaxy", id: "G" },
      event: null,
      action: { __typename: "NewAction" },
    });
    expect(issuesOf(() => compileCreateInput(compileSaved(saved), ids))).toEqual({
      scope: "of type Galaxy isn't known and can't be created",
      event: "of type UNKNOWN isn't known and can't be created",
      action: "of type NewAction isn't known and can't be created",
    });
  });
});

describe("compileUpdateInput", () => {
  it("sends the whole automation", () => {
    expect(compileUpdateInput(compileSaved(savedAutomation()), ids)).toEqual({
      id: "VHJpZ2dlcjox",
      name: "alert",
      description: "why",
      enabled: true,
      scopeType: "PROJECT",
      scopeID: "UHJvamVjdDox",
      triggeringEventType: "ADD_ARTIFACT_ALIAS",
      eventFilter: '{"$or":[{"$and":[{"alias":{"$eq":"prod"}}]}]}',
      triggeredActionType: "NO_OP",
      triggeredActionConfig: { noOpActionInput: { noOp: true } },
    });
  });

  it.each([
    ["event", { event: { __typename: "NewCondition" } }, ["triggeringEventType", "eventFilter"]],
    ["filter", { event: { eventType: "LINK_MODEL", filter: null } }, ["triggeringEventType", "eventFilter"]],
    ["action", { action: { __typename: "NewAction" } }, ["triggeredActionType", "triggeredActionConfig"]],
    ["scope", { scope: { __typename: "Galaxy", id: "G" } }, ["scopeType", "scopeID"]],
  ])("leaves out an unknown %s, which the server then keeps", (_, parts, left) => {
    const whole = Object.keys(compileUpdateInput(compileSaved(savedAutomation()), ids));
    const given = Object.keys(compileUpdateInput(compileSaved(savedAutomation(parts)), ids));
    expect(whole.filter((key) => !given.includes(key)).sort()).toEqual([...left].sort());
  });

  it("sends back an event of a newer type, byte for byte", () => {
    const filter = '{"x": [1.0, 9007199254740993]}';
    const saved = savedAutomation({ event: eventNode("NEWER", filter) });
    expect(compileUpdateInput(compileSaved(saved), ids)).toMatchObject({
      triggeringEventType: "NEWER",
      eventFilter: filter,
    });
  });
});
