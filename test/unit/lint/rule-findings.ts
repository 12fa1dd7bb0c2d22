import { expect } from "vitest";
import {
  type AutomationEvent,
  DoNothing,
  type FilterInput,
  type JsonObject,
  OnAddArtifactAlias,
  OnRunMetric,
  RunEvent,
  SendNotification,
  SendPromptToAria,
  SendWebhook,
  SlackIntegration,
  WebhookIntegration,
} from "wandb-automations";
import { lint } from "wandb-automations/lint";

type Given = Parameters<typeof lint>[0][number];

/** What one rule says of automations, in short. */
export function findingsOf(rule: string, ...automations: readonly Given[]): string[] {
  return lint(automations)
    .filter((finding) => finding.rule === rule)
    .map(({ severity, path, message }) => `${severity} ${path}: ${message}`);
}

/** Expects a rule to find one thing, and that its words hold `words`. */
export function expectFinding(rule: string, automation: Given, words: string): void {
  expect(findingsOf(rule, automation)).toEqual([expect.stringContaining(words)]);
}

/** Expects a rule to find nothing. */
export function expectNothing(rule: string, automation: Given): void {
  expect(findingsOf(rule, automation)).toEqual([]);
}

const url = "https://ci.example/hook";
export const hook = new WebhookIntegration({ name: "ci", urlEndpoint: url });
const slack = new SlackIntegration({ id: "U2xhY2s6MQ==", teamName: "Acme", channelName: "alerts" });

export const metricEvent = new OnRunMetric({
  scope: "acme/vision",
  filter: RunEvent.metric("a").avg(5).gt(1),
});
export const aliasEvent = (filter: FilterInput) => new OnAddArtifactAlias({ scope: "acme/vision", filter });

/** A webhook to an integration of which everything is known. */
export const webhook = (payload: JsonObject, event: AutomationEvent = metricEvent, integration = hook) =>
  event.then(new SendWebhook({ integration, payload }));
export const prompt = (text: string, event: AutomationEvent = metricEvent) =>
  event.then(new SendPromptToAria({ prompt: text }));
export const message = (text: string) =>
  metricEvent.then(
    new SendNotification({ integration: slack, title: "Title", message: text, severity: "INFO" }),
  );
export const watching = (event: AutomationEvent) => event.then(new DoNothing());
