import * as z from "zod/mini";
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

const slack: z.ZodMiniType<SlackNode> = z.object({
  __typename: z.literal("SlackIntegration"),
  id: z.string(),
  teamName: z.string(),
  channelName: z.string(),
});
export const webhookSchema: z.ZodMiniType<WebhookNode> = z.object({
  __typename: z.literal("GenericWebhookIntegration"),
  id: z.string(),
  name: z.string(),
  urlEndpoint: z.string(),
});
const other = z.object({ __typename: z.string() });

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

export const integrationPageSchema: z.ZodMiniType<Connection<IntegrationNode>> = connection(
  z.union([slack, webhookSchema, other]),
);

export const INTEGRATIONS: Operation<
  PageVariables & { readonly entity: string },
  { entity?: { integrations?: Connection<IntegrationNode> | null | undefined } | null | undefined }
> = defineOperation({
  name: "IntegrationsByEntity",
  takes: "$entity: String!, $cursor: String, $perPage: Int",
  selects: `entity(name: $entity) { integrations(after: $cursor, first: $perPage) ${INTEGRATION_PAGE} }`,
  data: z.object({ entity: z.nullish(z.object({ integrations: z.nullish(integrationPageSchema) })) }),
});
