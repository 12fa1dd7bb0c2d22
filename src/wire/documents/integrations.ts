import * as z from "zod/mini";
import { defineOperation, type Operation } from "./operation.js";
import { type Connection, connection, PAGE_INFO, type PageVariables } from "./page.js";

const slack = z.object({
  __typename: z.literal("SlackIntegration"),
  id: z.string(),
  teamName: z.string(),
  channelName: z.string(),
});
export const webhookSchema = z.object({
  __typename: z.literal("GenericWebhookIntegration"),
  id: z.string(),
  name: z.string(),
  urlEndpoint: z.string(),
});
/** GitHub and whatever else there is: neither can be used by an automation. */
const other = z.object({ __typename: z.string() });

/** An integration as the server returns it. */
export type IntegrationNode =
  | z.output<typeof slack>
  | z.output<typeof webhookSchema>
  | z.output<typeof other>;
export type SlackNode = z.output<typeof slack>;
export type WebhookNode = z.output<typeof webhookSchema>;

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
