import type { AlertSeverity } from "./enums.js";

/** `TriggeredActionConfig` of the schema: exactly one member is set. */
export interface ActionConfig {
  readonly notificationActionInput?: {
    readonly integrationID: string;
    readonly title: string;
    readonly message: string;
    readonly severity: AlertSeverity;
  };
  readonly genericWebhookActionInput?: { readonly integrationID: string; readonly requestPayload?: string };
  readonly noOpActionInput?: { readonly noOp: boolean };
  readonly ariaActionInput?: { readonly prompt: string };
  /** Only ever read back and sent again, never made. */
  readonly queueJobActionInput?: { readonly queueID: string; readonly template: string };
  /** Only ever read back and sent again, never made. */
  readonly pushNotificationActionInput?: {
    readonly userID: string;
    readonly title?: string;
    readonly body?: string;
  };
}

/** The `input` variable of `createFilterTrigger`. Absent members are omitted, never null. */
export interface CreateFilterTriggerInput {
  readonly name: string;
  readonly description?: string;
  readonly enabled: boolean;
  readonly scopeType: string;
  readonly scopeID: string;
  readonly triggeringEventType: string;
  readonly eventFilter: string;
  readonly triggeredActionType: string;
  readonly triggeredActionConfig: ActionConfig;
}

/**
 * The `input` variable of `updateFilterTrigger`. The whole automation is sent every time, as Python does, but for what
 * can't be written back because its kind isn't known.
 */
export interface UpdateFilterTriggerInput extends Partial<CreateFilterTriggerInput> {
  readonly id: string;
}
