/** Which types a server knows: asking an older one for a type it hasn't makes it refuse the whole document. */
export interface TypeSupport {
  /** `Entity` among the scopes (`AUTOMATION_SCOPE_ENTITY`). */
  readonly entityScope: boolean;
  /** `ARIATriggeredAction` (`AUTOMATION_ACTION_ARIA`). */
  readonly aria: boolean;
}

/** What every supported server knows. */
export const LEAST_SUPPORT: TypeSupport = Object.freeze({ entityScope: false, aria: false });
export const FULL_SUPPORT: TypeSupport = Object.freeze({ entityScope: true, aria: true });

/**
 * The fragment `TriggerFields`: an automation with scope, event and action. `__typename` stands outside the inline
 * fragments, so that a kind that isn't asked for still says what it is. Actions nobody can make any more (queue jobs,
 * push notifications) aren't asked for: no flag says which servers still know them, and leaving an action out of an
 * update keeps it.
 */
export function triggerFields({ entityScope, aria }: TypeSupport): string {
  return `fragment TriggerFields on Trigger {
    id createdAt updatedAt name description enabled
    scope {
      __typename
      ... on Project { id name entityName }
      ... on ArtifactSequence { id name project { name entityName } }
      ... on ArtifactPortfolio { id name project { name entityName } }
      ${entityScope ? "... on Entity { id name entityType }" : ""}
    }
    event: triggeringCondition { __typename ... on FilterEventTriggeringCondition { eventType filter } }
    action: triggeredAction {
      __typename
      ... on NotificationTriggeredAction {
        integration { __typename ... on SlackIntegration { id teamName channelName } } title message severity
      }
      ... on GenericWebhookTriggeredAction {
        integration { __typename ... on GenericWebhookIntegration { id name urlEndpoint } } requestPayload
      }
      ... on NoOpTriggeredAction { noOp }
      ${aria ? "... on ARIATriggeredAction { prompt }" : ""}
    }
  }`;
}
