import { hasBrand } from "./brand.js";
import type { DoNothing } from "./do-nothing.js";
import type { SendNotification } from "./send-notification.js";
import type { SendPromptToAria } from "./send-prompt-to-aria.js";
import type { SendWebhook } from "./send-webhook.js";

/** Any action an automation can be made with. */
export type Action = SendNotification | SendWebhook | DoNothing | SendPromptToAria;

/** What to say where something else was given. */
export const ACTION_RULE = "must be SendNotification, SendWebhook, SendPromptToAria or DoNothing";

/** Whether `value` is an action, also one of this package's other build. */
export function isAction(value: unknown): value is Action {
  return hasBrand(value, "action");
}
