import { either, nullish, object, only, type Shape, text } from "../shape.js";
import { defineOperation, type Operation } from "./operation.js";
import { type Connection, connection, PAGE_INFO, type PageVariables } from "./page.js";

/** A Slack integration as the server returns it. */
export interface SlackNode {
  __typename: "SlackIntegration";
  id: string;
  teamName: string;
  channelName: string;
}

/** A webhook integration as the server returns it. */
export interface WebhookNode {
  __typename: "GenericWebhookIntegration";
  id: string;
  name: string;
  urlEndpoint: string;
}

/** An integration as the server returns it. GitHub and whatever else there is can't be used by an automation. */
export type IntegrationNode = SlackNode | WebhookNode | { __typename: string };

const slack: Shape<SlackNode> = object({
  __typename: only<"SlackIntegration">((value) => value === "SlackIntegration"),
  id: text,
  teamName: text,
  channelName: text,
});
export const webhookShape: Shape<WebhookNode> = object({
  __typename: only<"GenericWebhookIntegration">((value) => value === "GenericWebhookIntegration"),
  id: text,
  name: text,
  urlEndpoint: text,
});
const other = object({ __typename: text });

export const isSlackNode = (node: IntegrationNode): node is SlackNode =>
  node.__typename === "SlackIntegration";
export const isWebhookNode = (node: IntegrationNode): node is WebhookNode =>
  node.__typename === "GenericWebhookIntegration";

/** The selection of a page of integrations, without its arguments; also part of larger queries. */
export const INTEGRATION_PAGE = `{
  ${PAGE_INFO}
  edges { node {
    __typename
    ... on SlackIntegration { id teamName channelName }
    ... on GenericWebhookIntegration { id name urlEndpoint }
  } }
}`;

export const integrationPage: Shape<Connection<IntegrationNode>> = connection(
  either<IntegrationNode>(slack, webhookShape, other),
);

export const INTEGRATIONS: Operation<
  PageVariables & { readonly entity: string },
  { entity?: { integrations?: Connection<IntegrationNode> | null | undefined } | null | undefined }
> = defineOperation({
  name: "IntegrationsByEntity",
  takes: "$entity: String!, $cursor: String, $perPage: Int",
  selects: `entity(name: $entity) { integrations(after: $cursor, first: $perPage) ${INTEGRATION_PAGE} }`,
  data: object({ entity: nullish(object({ integrations: nullish(integrationPage) })) }),
});
