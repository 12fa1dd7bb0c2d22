import { beforeAll, describe, expect, it, vi } from "vitest";
import * as ours from "wandb-automations";
import { issuesOf, loose } from "./issues-of.js";

/** The package a second time, as a program has it that loads the ESM and the CommonJS build. */
let other: typeof ours;

beforeAll(async () => {
  vi.resetModules();
  other = await import("wandb-automations");
});

describe("values of the package's other build", () => {
  it("are of other classes", () => {
    expect(other.DoNothing).not.toBe(ours.DoNothing);
    expect(new other.DoNothing()).not.toBeInstanceOf(ours.DoNothing);
  });

  it("are known for what they are", () => {
    const event = new other.OnLinkArtifact({ scope: "a/b" });
    const action = new other.DoNothing();
    const slack = new other.SlackIntegration({ id: "S1" });
    const webhook = new other.WebhookIntegration({ id: "W1" });
    expect(ours.isEvent(event)).toBe(true);
    expect(ours.isAction(action)).toBe(true);
    expect(ours.isNewAutomation(other.defineAutomation({ event, action }))).toBe(true);
    expect(ours.isSlackIntegration(slack)).toBe(true);
    expect(ours.isWebhookIntegration(webhook)).toBe(true);
    expect(ours.isWebhookIntegration(slack)).toBe(false);
  });

  it("can be combined with ours, and compile to the same", () => {
    const build = (a: typeof ours, b: typeof ours) =>
      new a.OnRunMetric({
        scope: b.project("acme/vision"),
        filter: b.RunEvent.metric("loss")
          .avg(5)
          .gt(1)
          .and(a.and(b.RunEvent.name.contains("x"), a.RunEvent.user.ne("y"))),
      }).then(
        new b.SendWebhook({
          integration: new a.WebhookIntegration({ name: "n", urlEndpoint: "https://x.example" }),
          payload: { a: 1 },
        }) as unknown as ours.SendWebhook,
      );
    const expected = JSON.stringify(ours.compileAutomation(build(ours, ours)));
    expect(JSON.stringify(ours.compileAutomation(build(other, ours)))).toBe(expected);
    expect(JSON.stringify(ours.compileAutomation(build(ours, other)))).toBe(expected);
    expect(JSON.stringify(other.compileAutomation(build(ours, ours)))).toBe(expected);
  });

  it("reject as promises too", async () => {
    const event = new other.OnCreateArtifact({ scope: "a/b/c" });
    const error = await Promise.resolve(event).catch((caught: unknown) => caught);
    expect(ours.hasErrorCode(error, "EVENT_AWAITED")).toBe(true);
  });

  it("are refused with errors that are known as ours", () => {
    expect(issuesOf(() => new other.MetricThresholdFilter(loose({})))).toHaveProperty("threshold");
  });
});
