import { describe, expect, it } from "vitest";
import { isSameAutomation } from "../../../src/client/same-automation.js";
import type { CreateFilterTriggerInput } from "../../../src/wire/inputs.js";
import { parseTrigger } from "../../../src/wire/trigger.js";
import { triggerNode } from "./stub-server.js";

const METRIC =
  '{"run_filter":"{\\"$and\\":[]}","run_metric_filter":{"threshold_filter":{"name":"acc","agg_op":null,"window_size":1,"cmp_op":"$gt","threshold":3}},"metric_filter":null}';
const webhook = (requestPayload: string | null) => ({
  __typename: "GenericWebhookTriggeredAction",
  integration: { __typename: "GenericWebhookIntegration", id: "W1", name: "ci", urlEndpoint: "https://x" },
  requestPayload,
});
const event = (eventType: string, filter: string) => ({
  __typename: "FilterEventTriggeringCondition",
  eventType,
  filter,
});

const saved = (over: Record<string, unknown> = {}) =>
  parseTrigger(
    triggerNode({ event: event("RUN_METRIC", METRIC), action: webhook('{"a":1,"b":[2.0]}'), ...over }),
  );

const wanted = (over: Partial<CreateFilterTriggerInput> = {}): Partial<CreateFilterTriggerInput> => ({
  name: "alert",
  enabled: true,
  scopeType: "PROJECT",
  scopeID: "P1",
  triggeringEventType: "RUN_METRIC",
  eventFilter: METRIC,
  triggeredActionType: "GENERIC_WEBHOOK",
  triggeredActionConfig: {
    genericWebhookActionInput: { integrationID: "W1", requestPayload: '{"b":[2],"a":1}' },
  },
  ...over,
});

describe("isSameAutomation", () => {
  it("goes by what filters and payloads mean", () => {
    expect(isSameAutomation(saved(), wanted())).toBe(true);
    const respelled = METRIC.replace(',"metric_filter":null', "").replace('"threshold":3', '"threshold":3.0');
    expect(isSameAutomation(saved({ event: event("RUN_METRIC", respelled) }), wanted())).toBe(true);
    const asObject = METRIC.replace('"{\\"$and\\":[]}"', '{"$and":[]}');
    expect(isSameAutomation(saved({ event: event("RUN_METRIC", asObject) }), wanted())).toBe(true);
  });

  it("tells whole numbers apart that a JavaScript number can't", () => {
    const payload = (text: string) => saved({ action: webhook(text) });
    const input = (requestPayload: string) =>
      wanted({
        triggeredActionConfig: { genericWebhookActionInput: { integrationID: "W1", requestPayload } },
      });
    const one = '{"id":9007199254740993,"text":"9007199254740993","x":[-12345678901234567891, 1.0]}';
    expect(isSameAutomation(payload(one), input(one.replaceAll(",", " , ")))).toBe(true);
    for (const other of [
      one.replace('"id":9007199254740993', '"id":9007199254740992'),
      one.replace('"9007199254740993"', "9007199254740993"),
      one.replace("7891", "7892"),
    ]) {
      expect(isSameAutomation(payload(one), input(other))).toBe(false);
    }
    const fraction = '{"a":0.12345678901234567890,"b":1e300}';
    expect(isSameAutomation(payload(fraction), input('{"a":0.12345678901234568,"b":1E300}'))).toBe(true);
  });

  it("knows a saved artifact filter by its inside", () => {
    const inside = '{"$or":[{"$and":[{"alias":{"$eq":"prod"}}]}]}';
    const input = wanted({ triggeringEventType: "LINK_MODEL", eventFilter: inside });
    const wrapped = saved({ event: event("LINK_MODEL", JSON.stringify({ filter: inside })) });
    expect(isSameAutomation(wrapped, input)).toBe(true);
    const other = JSON.stringify({ filter: inside.replace("prod", "test") });
    expect(isSameAutomation(saved({ event: event("LINK_MODEL", other) }), input)).toBe(false);
  });

  it("takes no description for an empty one, and one that isn't given for as it is", () => {
    expect(isSameAutomation(saved(), wanted({ description: "" }))).toBe(true);
    expect(isSameAutomation(saved({ description: "why" }), wanted())).toBe(true);
    expect(isSameAutomation(saved({ description: "why" }), wanted({ description: "" }))).toBe(false);
  });

  it.each<Partial<CreateFilterTriggerInput>>([
    { name: "other" },
    { enabled: false },
    { scopeID: "P2" },
    { scopeType: "ENTITY" },
    { triggeringEventType: "RUN_METRIC_CHANGE" },
    { eventFilter: METRIC.replace('"threshold":3', '"threshold":4') },
    { eventFilter: METRIC.replace("$and", "$or") },
    { triggeredActionType: "NO_OP", triggeredActionConfig: { noOpActionInput: { noOp: true } } },
    {
      triggeredActionConfig: {
        genericWebhookActionInput: { integrationID: "W2", requestPayload: '{"a":1,"b":[2]}' },
      },
    },
    {
      triggeredActionConfig: {
        genericWebhookActionInput: { integrationID: "W1", requestPayload: '{"a":1,"b":[2,3]}' },
      },
    },
    {
      triggeredActionConfig: {
        genericWebhookActionInput: { integrationID: "W1", requestPayload: '{"a":1}' },
      },
    },
    { triggeredActionConfig: { genericWebhookActionInput: { integrationID: "W1" } } },
  ])("tells %j apart", (over) => {
    expect(isSameAutomation(saved(), wanted(over))).toBe(false);
  });

  it("compares payloads that aren't JSON as they are", () => {
    const text = '{"n": ${metric_value}}';
    const config = (requestPayload: string) => ({
      genericWebhookActionInput: { integrationID: "W1", requestPayload },
    });
    const record = saved({ action: webhook(text) });
    expect(isSameAutomation(record, wanted({ triggeredActionConfig: config(text) }))).toBe(true);
    expect(isSameAutomation(record, wanted({ triggeredActionConfig: config(`${text} `) }))).toBe(false);
  });

  it("compares filters it doesn't understand as JSON", () => {
    const record = saved({ event: event("NEW_KIND", '{"x": 1, "y": 2}') });
    expect(
      isSameAutomation(record, wanted({ triggeringEventType: "NEW_KIND", eventFilter: '{"y":2,"x":1}' })),
    ).toBe(true);
    expect(
      isSameAutomation(record, wanted({ triggeringEventType: "NEW_KIND", eventFilter: '{"y":2}' })),
    ).toBe(false);
  });
});
