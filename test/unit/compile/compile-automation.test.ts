import { describe, expect, it } from "vitest";
import {
  ArtifactEvent,
  compileAutomation,
  compileSaved,
  DoNothing,
  defineAutomation,
  OnCreateArtifact,
  OnLinkArtifact,
  OnRunState,
  project,
  RunEvent,
  registry,
  SendPromptToAria,
  SendWebhook,
  team,
} from "wandb-automations";
import { issuesOf, loose } from "../model/issues-of.js";
import { eventNode, savedAutomation } from "../model/saved-trigger.js";

const event = new OnRunState({ scope: "acme/vision", filter: RunEvent.state.eq("failed") });
const automation = defineAutomation({ event, action: new DoNothing(), name: "n", description: "d" });

/** Every object within, itself included. */
const objectsIn = (value: unknown): object[] =>
  typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(objectsIn)] : [];

describe("compileAutomation", () => {
  it("is what the server would receive, before names are resolved", () => {
    expect(compileAutomation(automation)).toEqual({
      name: "n",
      description: "d",
      enabled: true,
      scope: project("acme/vision"),
      eventType: "RUN_STATE",
      eventFilter: '{"run_filter":"{\\"$and\\":[]}","run_state_filter":{"states":["FAILED"]}}',
      actionType: "NO_OP",
      actionConfig: { noOpActionInput: { noOp: true } },
    });
  });

  it("leaves out what isn't said", () => {
    const compiled = compileAutomation(event.then(new DoNothing()));
    expect(Object.keys(compiled)).toEqual([
      "enabled",
      "scope",
      "eventType",
      "eventFilter",
      "actionType",
      "actionConfig",
    ]);
  });

  it("is frozen all the way down, and the same every time", () => {
    const compiled = compileAutomation(automation);
    expect(objectsIn(compiled).every(Object.isFrozen)).toBe(true);
    expect(compileAutomation(automation)).toEqual(compiled);
  });

  it("takes changes in the place of what the automation has", () => {
    const changed = compileAutomation(automation, {
      name: "m",
      description: "",
      enabled: false,
      event: new OnLinkArtifact({ scope: "acme/other", filter: ArtifactEvent.alias.eq("x") }),
      action: new SendPromptToAria({ prompt: "p" }),
    });
    expect(changed).toMatchObject({
      name: "m",
      description: "",
      enabled: false,
      scope: project("acme/other"),
      eventType: "LINK_MODEL",
      actionType: "ARIA",
    });
    expect(compileAutomation(automation, { scope: team("acme") }).scope).toEqual(team("acme"));
    expect(compileAutomation(automation, { scope: "acme/third" }).scope).toEqual(project("acme/third"));
    expect(compileAutomation(automation, loose({ name: undefined }))).toEqual(compileAutomation(automation));
  });

  it("reports every change that can't be made at once", () => {
    const changes = { name: "", description: null, enabled: 1, event: 2, action: 3, scope: 4, nmae: "x" };
    expect(issuesOf(() => compileAutomation(automation, loose(changes)))).toEqual({
      nmae: "is not an option here; options are name, description, enabled, event, scope, action",
      name: 'must be 1 to 255 characters, got ""',
      description: 'must be text; "" clears it, got null',
      enabled: "must be true or false, got 1",
      event: "must be an event such as OnRunMetric, got 2",
      action: "must be SendNotification, SendWebhook, SendPromptToAria or DoNothing, got 3",
      scope: 'must be "entity/project", "entity/project/collection" or a scope such as team("acme"), got 4',
    });
  });

  it("holds a changed scope against the event, the changed one if there is one", () => {
    expect(Object.keys(issuesOf(() => compileAutomation(automation, { scope: registry("a/b") })))).toEqual([
      "scope",
    ]);
    const link = new OnLinkArtifact({ scope: "acme/vision" });
    const { scope } = compileAutomation(automation, { event: link, scope: registry("a/b") });
    expect(scope).toEqual(registry("a/b"));
  });
});

describe("compileSaved", () => {
  it("is what was read, where nothing changes", () => {
    const saved = savedAutomation();
    expect(compileSaved(saved)).toEqual({
      id: "VHJpZ2dlcjox",
      name: "alert",
      description: "why",
      enabled: true,
      scope: { kind: "project", scopeType: "PROJECT", id: "UHJvamVjdDox", project: "vision" },
      eventType: "ADD_ARTIFACT_ALIAS",
      eventFilter: '{"$or":[{"$and":[{"alias":{"$eq":"prod"}}]}]}',
      actionType: "NO_OP",
      actionConfig: { noOpActionInput: { noOp: true } },
    });
    expect(objectsIn(compileSaved(saved)).every(Object.isFrozen)).toBe(true);
  });

  it("leaves a description out that isn't there, and sends the empty one that clears it", () => {
    expect(compileSaved(savedAutomation({ description: null }))).not.toHaveProperty("description");
    expect(compileSaved(savedAutomation(), { description: "" }).description).toBe("");
  });

  it.each([
    ["an unknown event", { event: eventNode("NEWER", '{"x":[1.0,  {"$foo":9007199254740993}]}') }],
    ["a legacy event", { event: eventNode("UPDATE_ARTIFACT_ALIAS", { filter: '{"a":1}' }) }],
    ["unknown operators", { event: eventNode("LINK_MODEL", { filter: '{"$or":[{"$foo":[{"$and":3}]}]}' }) }],
    ["a filter in an older form", { event: eventNode("RUN_METRIC", { metric_filter: '{"name":"x"}' }) }],
    [
      "a job",
      { action: { __typename: "QueueJobTriggeredAction", queue: { id: "Q" }, template: '{"a": 1.0}' } },
    ],
    ["a newer action", { action: { __typename: "NewAction", a: 1 } }],
    ["a newer scope", { scope: { __typename: "Galaxy", id: "G" } }],
  ])("changes nothing but the name of an automation with %s", (_, parts) => {
    const saved = savedAutomation(parts);
    const before = compileSaved(saved);
    expect(compileSaved(saved, { name: "x" })).toEqual({ ...before, name: "x" });
    expect(before.eventFilter).toBe(saved.record.eventFilter);
  });

  it("keeps the saved scope when the event changes, as Python does", () => {
    const link = new OnLinkArtifact({ scope: "elsewhere/entirely" });
    const compiled = compileSaved(savedAutomation(), { event: link });
    expect(compiled).toMatchObject({
      scope: { id: "UHJvamVjdDox" },
      eventType: "LINK_MODEL",
      eventFilter: '{"$or":[{"$and":[]}]}',
    });
    expect(compileSaved(savedAutomation(), { event: link, scope: "a/b" }).scope).toEqual(project("a/b"));
  });

  it("refuses an event that can't be in the saved scope", () => {
    const create = new OnCreateArtifact({ scope: "a/b/c" });
    expect(issuesOf(() => compileSaved(savedAutomation(), { event: create })).scope).toContain(
      "must be a collection or registryCollection for CREATE_ARTIFACT events, got the project vision",
    );
    const run = eventNode("RUN_STATE", { run_state_filter: { states: ["FAILED"] } });
    expect(
      Object.keys(issuesOf(() => compileSaved(savedAutomation({ event: run }), { scope: "a/b/c" }))),
    ).toEqual(["scope"]);
  });

  it("replaces an action that isn't known", () => {
    const saved = savedAutomation({ action: { __typename: "NewAction" } });
    const action = new SendWebhook({ integrationId: "W1" });
    expect(compileSaved(saved, { action })).toMatchObject({
      actionType: "GENERIC_WEBHOOK",
      actionConfig: { genericWebhookActionInput: { integrationID: "W1" } },
    });
  });

  it("refuses changes that aren't known", () => {
    expect(issuesOf(() => compileSaved(savedAutomation(), loose({ enable: true })))).toEqual({
      enable: "is not an option here; options are name, description, enabled, event, scope, action",
    });
  });
});
