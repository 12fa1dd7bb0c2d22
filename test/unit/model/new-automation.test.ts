import { describe, expect, it } from "vitest";
import {
  type AutomationBackend,
  DoNothing,
  defineAutomation,
  isNewAutomation,
  NewAutomation,
  OnRunState,
  RunEvent,
} from "wandb-automations";
import { issuesOf, loose } from "./issues-of.js";

const event = new OnRunState({ scope: "acme/vision", filter: RunEvent.state.eq("failed") });
const action = new DoNothing();

describe("NewAutomation", () => {
  it("is an event, an action and what is said about them", () => {
    const options = { event, action, name: "n", description: "", enabled: false };
    const automation = new NewAutomation(options);
    expect(automation).toMatchObject(options);
    expect(automation.scope).toBe(event.scope);
    expect(Object.isFrozen(automation)).toBe(true);
    expect(isNewAutomation(automation)).toBe(true);
    expect(isNewAutomation({ event, action })).toBe(false);
    expect(`${automation}`).toBe("n: OnRunState(acme/vision: state becomes failed) → do nothing");
    expect(`${event.then(action)}`).toMatch(/^unnamed automation: /);
  });

  it("counts the characters of its name as people do", () => {
    expect(defineAutomation({ event, action, name: "🚀".repeat(255) }).name).toHaveLength(510);
  });

  it.each([
    ["", '""'],
    ["n".repeat(256), `"${"n".repeat(80)}"… (256 characters)`],
    ["🚀".repeat(256), `"${"🚀".repeat(40)}"… (512 characters)`],
    [5, "5"],
    [null, "null"],
  ])("refuses the name %j", (name, shown) => {
    expect(issuesOf(() => defineAutomation({ event, action, name: loose(name) }))).toEqual({
      name: `must be 1 to 255 characters, got ${shown}`,
    });
  });

  it("reports every option that is wrong at once", () => {
    const options = { event: action, action: event, name: "", description: 1, enabled: "yes", scope: "a/b" };
    expect(issuesOf(() => new NewAutomation(loose(options)))).toEqual({
      scope: "is not an option here; options are event, action, name, description, enabled",
      event: "must be an event such as OnRunMetric, got a DoNothing",
      action: "must be SendNotification, SendWebhook, SendPromptToAria or DoNothing, got an OnRunState",
      name: 'must be 1 to 255 characters, got ""',
      description: 'must be text; "" clears it, got 1',
      enabled: 'must be true or false, got "yes"',
    });
    expect(Object.keys(issuesOf(() => defineAutomation(loose({}))))).toEqual(["event", "action"]);
  });
});

describe("save", () => {
  const saved: unknown[] = [];
  const api = {
    createAutomation: async (...given: unknown[]) => saved.push(given),
  } as unknown as AutomationBackend;

  it("hands itself and the options to the api that is given", async () => {
    const automation = event.then(action);
    await automation.save({ api, name: "x", onConflict: "update" });
    expect(saved).toEqual([[automation, { name: "x", onConflict: "update" }]]);
  });

  it.each([
    [null, { "": 'must be an object such as { name: "…" }, got null' }],
    ["x", { "": 'must be an object such as { name: "…" }, got "x"' }],
    [{ api: {} }, { api: "must be an Api, got {}" }],
    [{ api: null }, { api: "must be an Api, got null" }],
  ])("rejects for the options %o", async (options, issues) => {
    const error = await event
      .then(action)
      .save(loose(options))
      .catch((caught: unknown) => caught);
    expect(
      issuesOf(() => {
        throw error;
      }),
    ).toEqual(issues);
  });
});
