import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../../src/emulator.js";
import { createAutomation, send, threshold } from "./test-server.js";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await createEmulator({ demo: true });
});
afterEach(() => emulator.close());

const ARTIFACT = { triggeringEventType: "LINK_MODEL", eventFilter: '{"$or":[{"$and":[]}]}' };

function metric(change: (filters: Record<string, Record<string, unknown>>) => void) {
  const filter = JSON.parse(threshold("loss", 1));
  change(filter.run_metric_filter);
  return { eventFilter: JSON.stringify(filter) };
}

const set = (key: string, value: unknown) =>
  metric((filters) => Object.assign(filters.threshold_filter!, { [key]: value }));
const states = (...list: string[]) => ({
  triggeringEventType: "RUN_STATE",
  eventFilter: JSON.stringify({ run_filter: '{"$and":[]}', run_state_filter: { states: list } }),
});
const runFilter = (run_filter: unknown) => ({
  eventFilter: JSON.stringify({ ...JSON.parse(threshold("loss", 1)), run_filter }),
});
const aria = (prompt: string) => ({
  triggeredActionType: "ARIA",
  triggeredActionConfig: { ariaActionInput: { prompt } },
});

describe("what can't be an automation", () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ["an empty name", { name: " " }, /invalid name/],
    ["a long name", { name: "x".repeat(256) }, /256 characters, at most 255/],
    ["an event that is only read", { triggeringEventType: "UPDATE_ARTIFACT_ALIAS" }, /can't be created/],
    [
      "a version in a project",
      { ...ARTIFACT, triggeringEventType: "CREATE_ARTIFACT" },
      /not allowed in scope PROJECT/,
    ],
    ["text as a filter", { eventFilter: "nope" }, /must be a JSON object/],
    ["another event's filter", { eventFilter: ARTIFACT.eventFilter }, /run_filter must be/],
    [
      "a run filter that is no string",
      runFilter({ $and: [] }),
      /run_filter must be a JSON object in a string/,
    ],
    ["a run filter without $and", runFilter('{"display_name":"x"}'), /run_filter must have the form/],
    ["a bare artifact filter", { ...ARTIFACT, eventFilter: '{"alias":"x"}' }, /must have the form/],
    ["a wrapped artifact filter", { ...ARTIFACT, eventFilter: '{"filter":"{}"}' }, /must have the form/],
    [
      "a filter with a list that is none",
      { ...ARTIFACT, eventFilter: '{"$or":[{"$and":[{"alias":{"$in":"x"}}]}]}' },
      /\$in must be a list, got "x"/,
    ],
    [
      "a filter nested deeply",
      { ...ARTIFACT, eventFilter: `{"$or":[{"$and":[${'{"$not":'.repeat(40)}{}${"}".repeat(40)}]}]}` },
      /nested more than/,
    ],
    ["a window of none", set("window_size", 0), /window_size must be a positive integer, got 0/],
    ["a window that is text", set("window_size", "5"), /window_size must be a positive integer, got "5"/],
    ["a threshold that is null", set("threshold", null), /threshold must be a finite number, got null/],
    ["an unknown comparison", set("cmp_op", ">"), /cmp_op must be one of/],
    ["an unknown aggregation", set("agg_op", "mean"), /agg_op must be one of/],
    ["an unknown key", set("extra", 1), /extra is not a known field/],
    ["a missing key", set("name", undefined), /name is missing/],
    [
      "two metric filters",
      metric((filters) => Object.assign(filters, { change_filter: {} })),
      /change_filter is not a known/,
    ],
    ["a state there isn't", states("CRASHED"), /"CRASHED" is not one of/],
    ["no states", states(), /non-empty list/],
    [
      "two actions",
      { triggeredActionConfig: { noOpActionInput: { noOp: true }, ariaActionInput: { prompt: "x" } } },
      /exactly noOpActionInput must be set, got/,
    ],
    ["another action's config", { triggeredActionType: "ARIA" }, /exactly ariaActionInput must be set/],
    ["an action that is only read", { triggeredActionType: "QUEUE_JOB" }, /can't be created/],
    ["an empty prompt", aria(" "), /must not be empty/],
    ["a long prompt", aria("ü".repeat(2001)), /4002 bytes/],
  ])("is refused: %s", async (_title, input, message) => {
    const { status, errors, data } = await createAutomation(emulator, { name: "x", ...input });
    expect(errors?.[0]?.message).toMatch(message);
    expect(status).toBe(400);
    expect(data).toEqual({ result: null });
  });

  it("is refused: integrations that aren't there, or a payload that is no object", async () => {
    const { data } = await send(
      emulator,
      '{ entity(name: "acme") { integrations { edges { node { __typename id } } } } }',
    );
    const id = (type: string) =>
      data.entity.integrations.edges.find(
        ({ node }: { node: { __typename: string } }) => node.__typename === type,
      ).node.id;
    const webhook = (integrationID: string, requestPayload?: string) =>
      createAutomation(emulator, {
        name: "x",
        triggeredActionType: "GENERIC_WEBHOOK",
        triggeredActionConfig: { genericWebhookActionInput: { integrationID, requestPayload } },
      });
    expect((await webhook("nope")).status).toBe(404);
    expect((await webhook(id("SlackIntegration"))).errors?.[0]?.message).toMatch(/is a slack integration/);
    expect((await webhook(id("GenericWebhookIntegration"), "[1]")).errors?.[0]?.message).toMatch(
      /requestPayload/,
    );
    expect((await webhook(id("GenericWebhookIntegration"), "{}")).status).toBe(200);
  });

  it("is refused: a scope that isn't there or is a person", async () => {
    expect((await createAutomation(emulator, { name: "x", scopeID: "nope" })).status).toBe(404);
    const { data } = await send(emulator, '{ entity(name: "emulator-user") { id entityType } }');
    const personal = await createAutomation(emulator, {
      name: "x",
      scopeType: "ENTITY",
      scopeID: data.entity.id,
    });
    expect(personal).toMatchObject({
      status: 400,
      errors: [{ message: expect.stringContaining("personal entity") }],
    });
  });
});
