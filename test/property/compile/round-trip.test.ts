import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Action,
  Automation,
  type AutomationChanges,
  type AutomationEvent,
  compileAutomation,
  compileCreateInput,
  compileSaved,
  compileUpdateInput,
  DoNothing,
  OnLinkArtifact,
  type UpdateFilterTriggerInput,
} from "wandb-automations";
import { parseTrigger } from "../../../src/wire/trigger.js";
import { actions, events } from "../model/arbitraries.js";
import { savedNode } from "../model/saved-node.js";

function roundTrip(event: AutomationEvent, action: Action, asText: boolean) {
  const compiled = compileAutomation(event.then(action), { name: "n" });
  const ids = { scopeId: event.scope.id as string };
  const created = compileCreateInput(compiled, ids);
  const saved = new Automation(parseTrigger(savedNode(created, event.scope, asText)), undefined as never);
  return { ids, created, saved };
}

describe("what is written and read again", () => {
  it("means the same, and compiles to the same", () => {
    fc.assert(
      fc.property(events, actions, fc.boolean(), (event, action, asText) => {
        const { ids, created, saved } = roundTrip(event, action, asText);
        expect(saved.event.kind).toBe(event.kind);
        expect(saved.scope).toEqual(event.scope);
        if ("metric" in event.filter) {
          expect(saved.event.filter).toMatchObject({ metric: event.filter.metric });
        }
        if ("state" in event.filter) expect(saved.event.filter).toMatchObject({ state: event.filter.state });
        expect(saved.action).toEqual(action);
        expect(compileUpdateInput(compileSaved(saved), ids)).toEqual({ ...created, id: saved.id });
        const again = (saved.event as AutomationEvent).then(saved.action as Action);
        expect(compileCreateInput(compileAutomation(again, { name: "n" }), ids)).toEqual(created);
      }),
      { numRuns: 500 },
    );
  });
});

const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value));
const scopes = fc.oneof(
  fc.constant({ __typename: "Project", id: "P", name: "vision" }),
  fc.constant({ __typename: "Entity", id: "E", name: "someone", entityType: "user" }),
  fc.record({ __typename: fc.string(), id: fc.string({ minLength: 1 }), name: fc.string() }),
);
const anyEvent = fc.oneof(
  fc.record({
    eventType: fc.constantFrom(
      "LINK_MODEL",
      "RUN_METRIC",
      "RUN_STATE",
      "UPDATE_ARTIFACT_ALIAS",
      "WEAVE_METRIC_THRESHOLD",
      "NEW",
    ),
    filter: fc.oneof(
      json,
      fc.string(),
      fc.constant('{"filter":"{\\"$or\\":[{\\"$foo\\":[1]},{\\"alias\\":{\\"$bar\\":{\\"$and\\":2}}}]}"}'),
      fc.constant('{"run_filter":"{\\"$foo\\":9007199254740993}","run_state_filter":{"states":["FAILED"]}}'),
    ),
  }),
  fc.record({ __typename: fc.string() }),
);
const anyAction = fc.oneof(
  fc.constant({ __typename: "NoOpTriggeredAction", noOp: true }),
  fc.record({
    __typename: fc.constant("GenericWebhookTriggeredAction"),
    integration: fc.constant({ __typename: "GenericWebhookIntegration", id: "W" }),
    requestPayload: fc.oneof(json, fc.string(), fc.constant(null)),
  }),
  fc.record({
    __typename: fc.constant("NotificationTriggeredAction"),
    integration: fc.oneof(fc.constant({ __typename: "SlackIntegration", id: "S" }), fc.constant(null)),
    severity: fc.constantFrom("INFO", "FATAL", null),
  }),
  fc.record({
    __typename: fc.constant("QueueJobTriggeredAction"),
    queue: fc.constant({ id: "Q" }),
    template: json,
  }),
  fc.record({ __typename: fc.string(), extra: fc.jsonValue() }),
);
const nodes = fc.record({
  id: fc.string({ minLength: 1 }),
  createdAt: fc.constant("2026-03-01T12:00:00Z"),
  name: fc.string(),
  description: fc.option(fc.string()),
  enabled: fc.boolean(),
  scope: scopes,
  event: anyEvent,
  action: anyAction,
});

/** One change, and the fields of the input that it may touch. */
const changes: readonly (readonly [AutomationChanges, (keyof UpdateFilterTriggerInput)[]])[] = [
  [{}, []],
  [{ name: "renamed" }, ["name"]],
  [{ description: "" }, ["description"]],
  [{ enabled: true }, ["enabled"]],
  [{ enabled: false }, ["enabled"]],
  [{ action: new DoNothing() }, ["triggeredActionType", "triggeredActionConfig"]],
  [{ event: new OnLinkArtifact({ scope: "a/b" }) }, ["triggeringEventType", "eventFilter"]],
];

describe("reading, changing one field and writing back", () => {
  it("changes nothing else, whatever kinds the automation is of", () => {
    fc.assert(
      fc.property(nodes, fc.constantFrom(...changes), (node, [change, touched]) => {
        const saved = new Automation(parseTrigger(node), undefined as never);
        const ids = { scopeId: saved.scope.id ?? "" };
        const before = compileUpdateInput(compileSaved(saved), ids);
        const after = compileUpdateInput(compileSaved(saved, change), ids);
        const rest = (input: UpdateFilterTriggerInput) =>
          Object.fromEntries(Object.entries(input).filter(([key]) => !touched.includes(key as never)));
        expect(rest(after)).toEqual(rest(before));
        if (change.name !== undefined) expect(after.name).toBe(change.name);
        if (change.enabled !== undefined) expect(after.enabled).toBe(change.enabled);
        if (change.description !== undefined) expect(after.description).toBe("");
      }),
      { numRuns: 1000 },
    );
  });

  it("sends back the texts it read, byte for byte", () => {
    fc.assert(
      fc.property(nodes, (node) => {
        const saved = new Automation(parseTrigger(node), undefined as never);
        const input = compileUpdateInput(compileSaved(saved), { scopeId: "x" });
        const { filter, eventType = "" } = node.event as { filter?: string; eventType?: string };
        const inner = filter === undefined ? undefined : unwrapped(eventType, filter);
        if (inner !== undefined && inner !== "") expect(input.eventFilter).toBe(inner);
        const { requestPayload } = node.action as { requestPayload?: string | null };
        if (typeof requestPayload === "string") {
          expect(input.triggeredActionConfig?.genericWebhookActionInput?.requestPayload).toBe(requestPayload);
        }
      }),
    );
  });
});

/** The filter under the wrapper that artifact events have, where there is one as text. */
function unwrapped(eventType: string, filter: string): string | undefined {
  try {
    const parsed = JSON.parse(filter) as { filter?: unknown } | null;
    const keys = Object.keys(Object(parsed));
    if (eventType.startsWith("RUN_") || keys.length !== 1 || keys[0] !== "filter") return filter;
    return typeof parsed?.filter === "string" ? parsed.filter : undefined;
  } catch {
    return filter;
  }
}
