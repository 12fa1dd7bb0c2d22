import { type RenderedWebhook, renderWebhook } from "../testing/render-webhook.js";
import type { WebhookEvent } from "../testing/webhook-values.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import { variablesIn } from "../wire/template.js";
import { templateVariablesFor } from "../wire/template-variables.js";

const METADATA = "artifact_metadata.";
const CHANGES: Readonly<Record<string, "aliasAdded" | "tagAdded" | "created">> = {
  ADD_ARTIFACT_ALIAS: "aliasAdded",
  UPDATE_ARTIFACT_ALIAS: "aliasAdded",
  ADD_ARTIFACT_TAG: "tagAdded",
  REMOVE_ARTIFACT_TAG: "tagAdded",
  ADD_COLLECTION_TAG: "tagAdded",
  REMOVE_COLLECTION_TAG: "tagAdded",
};

/**
 * The body that a webhook would send for an event that has everything such an event can have, so that what stays blank
 * always stays blank. `undefined` for other actions, and for events that aren't known.
 */
export function renderSample(automation: CompiledAutomation): RenderedWebhook | undefined {
  const webhook = automation.actionConfig?.genericWebhookActionInput;
  if (webhook === undefined || templateVariablesFor(automation.eventType).length === 0) return undefined;
  return renderWebhook(automation, sampleEvent(automation.eventType, webhook.requestPayload ?? ""));
}

function sampleEvent(eventType: string, payload: string): WebhookEvent {
  const run = { id: "run", displayName: "run" };
  const common = { automation: { index: 0 }, reason: "", run };
  if (eventType === "RUN_STATE") return { ...common, kind: "state", state: "finished" };
  if (eventType.startsWith("RUN_")) {
    const numbers = {
      values: [1],
      prior: [1],
      compared: 1,
      threshold: 0,
      measurement: { compared: 1, current: 1 },
    };
    return { ...common, ...numbers, kind: "metric", metric: "metric", comparison: ">" };
  }
  const keys = variablesIn(payload).filter((name) => name.startsWith(METADATA));
  return {
    kind: "artifact",
    change: CHANGES[eventType] ?? "created",
    collection: "collection",
    version: "v1",
    alias: "alias",
    tag: "tag",
    metadata: Object.fromEntries(keys.map((name) => [name.slice(METADATA.length), "value"])),
  };
}
