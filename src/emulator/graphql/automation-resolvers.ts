import { savedFilter } from "../automations/saved-form.js";
import type { AutomationRecord, EntityRecord, OrganizationRecord, ProjectRecord } from "../store/records.js";
import type { TypeResolvers, World } from "../world.js";
import { type PageArguments, toConnection } from "./connection.js";
import { filtered, orderingOf } from "./listing.js";

interface TriggerListArguments extends PageArguments {
  readonly order?: string | null;
  readonly filters?: string | null;
}

const fieldsOf = (automation: AutomationRecord) => ({
  name: automation.name,
  description: automation.description,
  enabled: automation.enabled,
  id: automation.id,
  createdAt: automation.createdAt,
  created_at: automation.createdAt,
  updatedAt: automation.updatedAt,
  updated_at: automation.updatedAt,
  triggeringEventType: automation.eventType,
  triggeredActionType: automation.actionType,
  scopeType: automation.scopeType,
});

/** Automations, which the schema calls triggers. */
export function automationResolvers(world: World): TypeResolvers {
  const { store, directory, automations, features } = world;

  /** What the schema has words for: an older server doesn't list what it can't express. */
  const expressible = (automation: AutomationRecord) =>
    !features.omitted.has(`TriggeredActionType.${automation.actionType}`) &&
    !features.omitted.has(`EventTriggeringConditionType.${automation.eventType}`) &&
    !features.omitted.has(`TriggerScopeType.${automation.scopeType}`);

  const page = (found: readonly AutomationRecord[], args: TriggerListArguments) =>
    toConnection(
      filtered(found.filter(expressible), args.filters, fieldsOf),
      args,
      orderingOf(args.order, fieldsOf),
    );
  const pageOf = (entityId: string, args: TriggerListArguments) =>
    page(store.automationsByEntity.all(entityId), args);

  return {
    Query: {
      triggers: (_parent, args, { user }) =>
        page(
          directory.entities(user).flatMap((entity) => store.automationsByEntity.all(entity.id)),
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
      triggers: (project: ProjectRecord) => store.automationsByProject.all(project.id).filter(expressible),
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
