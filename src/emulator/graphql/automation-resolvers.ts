import { savedFilter } from "../automations/saved-form.js";
import type { AutomationRecord, EntityRecord, OrganizationRecord, ProjectRecord } from "../store/records.js";
import { compositeKey } from "../store/store.js";
import type { TypeResolvers, World } from "../world.js";
import { badRequest } from "./api-error.js";
import { inOrder, type PageArguments, toConnection } from "./connection.js";
import { exactName, filteredBy, orderingBy } from "./listing.js";

interface TriggerListArguments extends PageArguments {
  readonly order?: string | null;
  readonly filters?: string | null;
}

/** Fields that lists of automations can be filtered and ordered by, as the schema and as the server spell them. */
const FIELDS = new Map<string, (automation: AutomationRecord) => unknown>([
  ["id", (automation) => automation.id],
  ["name", (automation) => automation.name],
  ["description", (automation) => automation.description],
  ["enabled", (automation) => automation.enabled],
  ["createdAt", (automation) => automation.createdAt],
  ["created_at", (automation) => automation.createdAt],
  ["updatedAt", (automation) => automation.updatedAt],
  ["updated_at", (automation) => automation.updatedAt],
  ["scopeType", (automation) => automation.scopeType],
  ["triggeringEventType", (automation) => automation.eventType],
  ["triggeredActionType", (automation) => automation.actionType],
]);

const readerOf = (automation: AutomationRecord) => (field: string) => {
  const read = FIELDS.get(field);
  if (read === undefined)
    throw badRequest(
      `automations have no field ${JSON.stringify(field)}: use ${[...FIELDS.keys()].join(", ")}`,
    );
  return read(automation);
};

/** Automations, which the schema calls triggers. */
export function automationResolvers(world: World): TypeResolvers {
  const { store, directory, automations, features } = world;

  /** What the schema has words for: an older server doesn't list what it can't express. */
  const isExpressible = ({ actionType, eventType, scopeType }: AutomationRecord) =>
    !features.omitted.has(`TriggeredActionType.${actionType}`) &&
    !features.omitted.has(`EventTriggeringConditionType.${eventType}`) &&
    !features.omitted.has(`TriggerScopeType.${scopeType}`);
  const expressible = (automations: readonly AutomationRecord[]) =>
    features.omitted.size === 0 ? automations : automations.filter(isExpressible);

  const page = (found: readonly AutomationRecord[], args: TriggerListArguments) =>
    toConnection(
      filteredBy(expressible(found), args.filters, readerOf),
      args,
      orderingBy(args.order, readerOf),
    );
  const pageOf = (entityId: string, args: TriggerListArguments) => {
    // What clients ask when they look for one automation, often, and among many.
    const name = exactName(args.filters);
    return name === undefined
      ? page(store.automationsByEntity.all(entityId), args)
      : page(store.automationsByEntityAndName.all(compositeKey(entityId, name)), { ...args, filters: null });
  };

  return {
    Query: {
      triggers: (_parent, args, { user }) =>
        page(
          inOrder(directory.entities(user).flatMap((entity) => store.automationsByEntity.all(entity.id))),
          args,
        ),
    },
    Mutation: {
      createFilterTrigger: (_parent, { input }, { user }) => ({
        trigger: automations.create(user, input),
        clientMutationId: input.clientMutationId,
      }),
      updateFilterTrigger: (_parent, { input }, { user }) => ({
        trigger: automations.update(user, input),
        clientMutationId: input.clientMutationId,
      }),
      deleteTrigger: (_parent, { input }, { user }) => ({
        success: automations.delete(user, input.triggerID),
        clientMutationId: input.clientMutationId,
      }),
    },
    Entity: { triggers: (entity: EntityRecord, args) => pageOf(entity.id, args) },
    Organization: {
      triggers: (organization: OrganizationRecord, args) => pageOf(organization.entityId, args),
    },
    Project: {
      triggers: (project: ProjectRecord) => expressible(store.automationsByProject.all(project.id)),
    },
    Trigger: {
      createdBy: (automation: AutomationRecord) => store.users.get(automation.userId) ?? null,
      scope: (automation: AutomationRecord) => {
        const scope = directory.scopeOf(automation);
        return scope.collection ?? scope.project ?? scope.entity;
      },
      triggeringCondition: (automation: AutomationRecord) => ({
        __typename: "FilterEventTriggeringCondition",
        eventType: automation.eventType,
        filter: savedFilter(automation),
      }),
      triggeredAction: (automation: AutomationRecord) => savedAction(world, automation),
    },
    TriggerScope: {
      __resolveType: ({ kind }: { kind?: string }) => {
        if (kind === undefined) return "Project";
        if (kind === "sequence") return "ArtifactSequence";
        return kind === "portfolio" ? "ArtifactPortfolio" : "Entity";
      },
    },
  };
}

function savedAction({ store }: World, { actionConfig }: AutomationRecord) {
  const {
    notificationActionInput: notification,
    genericWebhookActionInput: webhook,
    ariaActionInput: aria,
    queueJobActionInput: job,
    pushNotificationActionInput: push,
  } = actionConfig;
  if (notification) {
    const integration = store.integrations.get(notification.integrationID);
    return { __typename: "NotificationTriggeredAction", ...notification, integration };
  }
  if (webhook) {
    const integration = store.integrations.get(webhook.integrationID);
    return {
      __typename: "GenericWebhookTriggeredAction",
      integration,
      requestPayload: webhook.requestPayload ?? null,
    };
  }
  if (aria) return { __typename: "ARIATriggeredAction", ...aria };
  if (job)
    return { __typename: "QueueJobTriggeredAction", queue: { id: job.queueID, name: "queue" }, ...job };
  if (push) return { __typename: "PushNotificationTriggeredAction", ...push };
  return { __typename: "NoOpTriggeredAction", noOp: actionConfig.noOpActionInput?.noOp ?? true };
}
