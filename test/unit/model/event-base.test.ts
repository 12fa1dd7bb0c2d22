import { describe, expect, it } from "vitest";
import {
  DoNothing,
  defineAutomation,
  hasErrorCode,
  NewAutomation,
  OnCreateArtifact,
  OnRunMetric,
  OnRunState,
  RunEvent,
  SendPromptToAria,
  UnknownAction,
} from "wandb-automations";
import { issuesOf, loose } from "./issues-of.js";

const event = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(1) });
const action = new DoNothing();

/** Settles as `promise` does, or rejects: nothing that awaits an event may wait for ever. */
function soon(promise: PromiseLike<unknown>): Promise<unknown> {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("still waiting")), 100));
  return Promise.race([promise, late]);
}

describe("an event in the place of a promise", () => {
  const awaitIt = async () => await loose(event);
  const returnIt = async () => loose(event);

  it.each([
    ["await", awaitIt],
    ["an async function's return", returnIt],
    ["Promise.resolve", () => Promise.resolve(event)],
    ["Promise.all", () => Promise.all([event])],
    ["Promise.race", () => Promise.race([event])],
    ["Promise.any", () => Promise.any([event]).catch((error) => Promise.reject(error.errors[0]))],
    ["then's callback", () => Promise.resolve().then(() => event)],
    ["new Promise", () => new Promise((resolve) => resolve(event))],
  ])("%s rejects at once, and says what to do", async (_, start) => {
    const error = await soon(start()).catch((caught: unknown) => caught);
    if (!hasErrorCode(error, "EVENT_AWAITED")) throw error;
    expect(error.message).toBe("OnRunMetric is not a promise, but it was awaited or resolved as one.");
    expect(error.hint).toContain(".then(action)");
    expect(error.docsUrl).toMatch(/#event_awaited$/);
  });

  it.each([
    new OnCreateArtifact({ scope: "a/b/c" }),
    new OnRunState({ scope: "a/b", filter: RunEvent.state.eq("failed") }),
  ])("holds for every kind of event: %s", async (other) => {
    await expect(soon(Promise.resolve(other))).rejects.toMatchObject({ code: "EVENT_AWAITED" });
  });

  it("can be carried in an object", async () => {
    expect(await Promise.resolve({ event })).toEqual({ event });
  });
});

describe("event.then(action)", () => {
  it("is an automation, which can be awaited", async () => {
    const automation = event.then(action);
    expect("then" in automation).toBe(false);
    expect(await soon(Promise.resolve(automation))).toBe(automation);
    expect(await (async () => automation)()).toBe(automation);
    expect(automation).toBeInstanceOf(NewAutomation);
    expect(automation).toMatchObject({ event, action, name: undefined, enabled: true });
  });

  it("is the same as defineAutomation", () => {
    expect(event.then(action)).toEqual(defineAutomation({ event, action }));
  });

  it.each([
    [undefined, "nothing"],
    [null, "null"],
    ["DoNothing", '"DoNothing"'],
    [{ kind: "noOp" }, '{"kind":"noOp"}'],
    [event, "an OnRunMetric"],
    [new UnknownAction("QUEUE_JOB"), "an UnknownAction"],
    [{ webhookUrl: "https://hooks.example/canary" }, '{"webhookUrl":[redacted]}'],
  ])("refuses %o", (given, shown) => {
    expect(issuesOf(() => event.then(loose(given)))).toEqual({
      action: `must be SendNotification, SendWebhook, SendPromptToAria or DoNothing, got ${shown}`,
    });
  });

  it("takes the class of an action for what promises pass: a function", () => {
    expect(() => event.then(loose(SendPromptToAria))).toThrow("OnRunMetric is not a promise");
  });
});
