import * as z from "zod/mini";
import type { CreateFilterTriggerInput, UpdateFilterTriggerInput } from "../inputs.js";
import { type WebhookNode, webhookSchema } from "./integrations.js";
import { defineOperation, type Operation } from "./operation.js";
import { type TypeSupport, triggerFields } from "./trigger-fields.js";

const saved = z.object({ result: z.nullish(z.object({ trigger: z.nullish(z.unknown()) })) });

/** The automation as it was saved, or null where the server says nothing. */
export type SavedData = z.output<typeof saved>;

export function createAutomation(
  support: TypeSupport,
): Operation<{ readonly input: CreateFilterTriggerInput }, SavedData> {
  return defineOperation({
    name: "CreateAutomation",
    kind: "mutation",
    takes: "$input: CreateFilterTriggerInput!",
    selects: "result: createFilterTrigger(input: $input) { trigger { ...TriggerFields } }",
    fragments: triggerFields(support),
    data: saved,
  });
}

export function updateAutomation(
  support: TypeSupport,
): Operation<{ readonly input: UpdateFilterTriggerInput }, SavedData> {
  return defineOperation({
    name: "UpdateAutomation",
    kind: "mutation",
    takes: "$input: UpdateFilterTriggerInput!",
    selects: "result: updateFilterTrigger(input: $input) { trigger { ...TriggerFields } }",
    fragments: triggerFields(support),
    data: saved,
  });
}

export const DELETE_AUTOMATION = defineOperation<{ readonly id: string }, { result: { success: boolean } }>({
  name: "DeleteAutomation",
  kind: "mutation",
  takes: "$id: ID!",
  selects: "result: deleteTrigger(input: { triggerID: $id }) { success }",
  data: z.object({ result: z.object({ success: z.boolean() }) }),
});

/** The `input` of `createGenericWebhookIntegration`; references are names of team secrets, not their values. */
export interface CreateWebhookInput {
  readonly entityName: string;
  readonly name: string;
  readonly urlEndpoint: string;
  readonly secretRef?: string;
  readonly accessTokenRef?: string;
}

export const CREATE_WEBHOOK_INTEGRATION = defineOperation<
  { readonly input: CreateWebhookInput },
  { result?: { integration?: WebhookNode | null | undefined } | null | undefined }
>({
  name: "CreateGenericWebhookIntegration",
  kind: "mutation",
  takes: "$input: CreateGenericWebhookIntegrationInput!",
  selects: `result: createGenericWebhookIntegration(input: $input) {
    integration { __typename ... on GenericWebhookIntegration { id name urlEndpoint } }
  }`,
  data: z.object({ result: z.nullish(z.object({ integration: z.nullish(webhookSchema) })) }),
});
