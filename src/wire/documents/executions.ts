import type { JsonObject } from "../json.js";
import { nullish, object, only, type Shaped, text } from "../shape.js";
import { defineOperation, type Operation } from "./operation.js";
import { type Connection, connection, PAGE_INFO, type PageVariables } from "./page.js";

const details = nullish(only<JsonObject>((value) => typeof value === "object" && value !== null));

const execution = object({
  id: text,
  triggerID: nullish(text),
  triggerName: text,
  createdAt: text,
  state: text,
  event: nullish(object({ eventType: nullish(text), data: details })),
  action: nullish(object({ actionType: nullish(text), data: details })),
  result: nullish(object({ resultType: nullish(text), data: details })),
});

/** One firing of an automation, as the server returns it. */
export type ExecutionNode = Shaped<typeof execution>;

const artifact = "artifactVersionIndex artifactCollectionName projectName entityName";

/** When an automation fired and how that went. Known from an unreleased client only: servers may not have it. */
export const TRIGGER_EXECUTIONS: Operation<
  PageVariables & { readonly id: string },
  { triggerExecutions?: Connection<ExecutionNode> | null | undefined }
> = defineOperation({
  name: "TriggerExecutions",
  takes: "$id: ID!, $cursor: String, $perPage: Int",
  selects: `triggerExecutions(triggerID: $id, after: $cursor, first: $perPage) { ${PAGE_INFO} edges { node {
    id triggerID triggerName createdAt state
    event { eventType data {
      __typename
      ... on ArtifactEventDetails { ${artifact} }
      ... on ArtifactAliasEventDetails { ${artifact} alias }
      ... on ArtifactTagEventDetails { ${artifact} tag }
      ... on RunMetricEventDetails { runName projectName entityName metricName metricValues }
      ... on RunStateEventDetails { runName projectName entityName newRunState }
    } }
    action { actionType data {
      __typename
      ... on SlackNotificationActionArgs { title titleURL text severity }
      ... on GenericWebhookActionArgs { requestPayload }
      ... on NoOpActionArgs { noOp }
    } }
    result { resultType data {
      __typename
      ... on DefaultTriggerResultDetails { error { message } }
      ... on HttpTriggerResultDetails { error { message } status statusCode body }
      ... on QueuedJobTriggerResultDetails { error { message } runQueueItemID }
    } }
  } } }`,
  data: object({ triggerExecutions: nullish(connection(execution)) }),
});
