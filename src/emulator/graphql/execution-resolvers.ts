import type { CollectionRecord, ExecutionRecord, ProjectRecord } from "../store/records.js";
import type { TypeResolvers, World } from "../world.js";
import { type PageArguments, toConnection } from "./connection.js";
import { filtered } from "./listing.js";

interface ExecutionListArguments extends PageArguments {
  readonly filters?: string | null;
  readonly projectOnly?: boolean | null;
}

/** What automations did: the newest first. */
export function executionResolvers(world: World): TypeResolvers {
  const { store, directory } = world;
  const page = (executions: readonly ExecutionRecord[], args: ExecutionListArguments) =>
    toConnection(
      filtered(executions, args.filters, (execution) => ({
        ...execution,
        triggerID: execution.automationId,
        triggerName: execution.automationName,
      })),
      args,
      "newest",
    );
  const collectionExecutions = (collection: CollectionRecord, args: ExecutionListArguments) =>
    page(store.executionsByCollection.all(collection.id), args);
  return {
    Query: {
      triggerExecutions: (_parent, { triggerID, ...args }, { user }) => {
        const visible = store.executionsByAutomation.all(triggerID).filter((execution) => {
          const scope = directory.scope(execution.scopeType, execution.scopeId);
          return scope !== undefined && directory.maySee(user, scope.entity);
        });
        return page(visible, args);
      },
    },
    Project: {
      triggerExecutions: (project: ProjectRecord, args: ExecutionListArguments) =>
        page(
          store.executionsByProject
            .all(project.id)
            .filter((execution) => !args.projectOnly || execution.scopeId === project.id),
          args,
        ),
    },
    ArtifactSequence: { triggerExecutions: collectionExecutions },
    ArtifactPortfolio: { triggerExecutions: collectionExecutions },
    TriggerExecution: {
      triggerID: (execution: ExecutionRecord) => execution.automationId,
      triggerName: (execution: ExecutionRecord) => execution.automationName,
      scope: (execution: ExecutionRecord) => {
        const scope = directory.scope(execution.scopeType, execution.scopeId);
        return scope ? (scope.collection ?? scope.project ?? scope.entity) : null;
      },
      event: ({ eventType, event }: ExecutionRecord) => ({ eventType, data: event }),
      action: (execution: ExecutionRecord) => ({
        actionType: execution.actionType,
        data: actionArguments(world, execution),
      }),
      result: (execution: ExecutionRecord) => executionResult(execution),
    },
  };
}

/** What was sent, by the kinds of action the schema has words for; ARIA's has none. */
function actionArguments({ store }: World, { actionConfig, request }: ExecutionRecord) {
  const { notificationActionInput: notification, genericWebhookActionInput: webhook } = actionConfig;
  if (notification)
    return {
      __typename: "SlackNotificationActionArgs",
      title: notification.title,
      titleURL: null,
      text: notification.message,
      severity: notification.severity,
      integration: store.integrations.get(notification.integrationID) ?? null,
    };
  if (webhook)
    return {
      __typename: "GenericWebhookActionArgs",
      requestPayload: request?.body ?? webhook.requestPayload ?? null,
      integration: store.integrations.get(webhook.integrationID) ?? null,
    };
  return actionConfig.noOpActionInput ? { __typename: "NoOpActionArgs", noOp: true } : null;
}

function executionResult({ state, error, response }: ExecutionRecord) {
  if (state === "PENDING") return null;
  const failure = error === null ? null : { message: error };
  if (response === null)
    return { resultType: "DEFAULT", data: { __typename: "DefaultTriggerResultDetails", error: failure } };
  return {
    resultType: "HTTP_RESPONSE",
    data: {
      __typename: "HttpTriggerResultDetails",
      error: failure,
      status: `${response.status} ${response.statusText}`.trim(),
      statusCode: response.status,
      body: response.body,
    },
  };
}
