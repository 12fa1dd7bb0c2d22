import type { CreateFilterTriggerInput, UpdateFilterTriggerInput } from "../inputs.js";
import { flag, nullish, object, type Shaped, unread } from "../shape.js";
import { type WebhookNode, webhookShape } from "./integrations.js";
import { defineOperation, type Operation } from "./operation.js";
import { type TypeSupport, triggerFields } from "./trigger-fields.js";

const saved = object({ result: nullish(object({ trigger: nullish(unread) })) });

/** The automation as it was saved, or null where the server says nothing. */
export type SavedData = Shaped<typeof saved>;

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
  data: object({ result: object({ success: flag }) }),
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
  data: object({ result: nullish(object({ integration: nullish(webhookShape) })) }),
});
