import { isHttpUrl, isWebhookName, WEBHOOK_RULE } from "../admin/integration-admin.js";
import type { EntityRecord, IntegrationRecord, UserRecord } from "../store/records.js";
import { compositeKey } from "../store/store.js";
import type { TypeResolvers, World } from "../world.js";
import { ApiError, badRequest, notFound, permissionDenied } from "./api-error.js";
import { toConnection } from "./connection.js";

const TYPE_OF = {
  slack: "SlackIntegration",
  webhook: "GenericWebhookIntegration",
  github: "GitHubOAuthIntegration",
} as const;

interface CreateWebhookInput {
  readonly entityName: string;
  readonly name: string;
  readonly urlEndpoint: string;
  readonly accessTokenRef?: string | null;
  readonly secretRef?: string | null;
  readonly clientMutationId?: string | null;
}

/** Integrations. Slack's are made by administrators only, as W&B makes them in its UI only. */
export function integrationResolvers(world: World): TypeResolvers {
  return {
    Entity: {
      integrations: (entity: EntityRecord, args) =>
        toConnection(world.store.integrationsByEntity.all(entity.id), args),
    },
    Mutation: {
      createGenericWebhookIntegration: (_parent, { input }, { user }) => createWebhook(world, user, input),
    },
    Integration: { __resolveType: (integration: IntegrationRecord) => TYPE_OF[integration.kind] },
  };
}

function createWebhook(world: World, user: UserRecord, input: CreateWebhookInput) {
  const { store, directory, integrationAdmin } = world;
  const { name, urlEndpoint, accessTokenRef, secretRef } = input;
  const entity = store.entitiesByName.first(input.entityName);
  if (entity === undefined) throw notFound(`entity ${JSON.stringify(input.entityName)}`);
  if (!directory.maySee(user, entity))
    throw permissionDenied(`${user.username} may not make integrations in ${entity.name}`);
  if (!isWebhookName(name)) throw badRequest(`invalid name ${JSON.stringify(name)}: ${WEBHOOK_RULE}`);
  if (!isHttpUrl(urlEndpoint)) throw badRequest("invalid urlEndpoint: give an http:// or https:// URL");
  for (const [field, ref] of Object.entries({ accessTokenRef, secretRef }))
    if (ref && store.secretsByName.first(compositeKey(entity.id, ref)) === undefined)
      throw badRequest(`invalid ${field}: ${entity.name} has no secret ${JSON.stringify(ref)}`);
  const taken = store.integrationsByEntity
    .all(entity.id)
    .some((other) => other.kind === "webhook" && other.name === name);
  if (taken) throw new ApiError(409, `webhook integration ${JSON.stringify(name)} already exists`);
  const integration = integrationAdmin.createWebhookIntegration({
    entity: entity.name,
    name,
    urlEndpoint,
    ...(accessTokenRef ? { accessTokenRef } : {}),
    ...(secretRef ? { secretRef } : {}),
  });
  return { integration, clientMutationId: input.clientMutationId ?? null };
}
