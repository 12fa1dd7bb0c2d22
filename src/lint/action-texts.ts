import { isJsonObject, type JsonValue, parseMaybeJson } from "../wire/json.js";
import type { LintSubject } from "./lint-subject.js";

/** A text of an action, and where it stands. */
export interface ActionText {
  readonly path: string;
  /** The property it is the value of. */
  readonly key: string;
  readonly text: string;
}

/** Every text that an automation's action sends or shows, its description included. */
export function actionTexts({ compiled }: LintSubject): ActionText[] {
  const { notificationActionInput, genericWebhookActionInput, ariaActionInput } = compiled.actionConfig ?? {};
  const payload = genericWebhookActionInput?.requestPayload;
  const parts = {
    description: compiled.description,
    "action.title": notificationActionInput?.title,
    "action.message": notificationActionInput?.message,
    "action.prompt": ariaActionInput?.prompt,
    "action.payload": (parseMaybeJson(payload) as JsonValue | undefined) ?? payload,
  };
  return Object.entries(parts).flatMap(([path, value]) => (value === undefined ? [] : texts(value, path)));
}

function texts(value: JsonValue, path: string): ActionText[] {
  if (typeof value === "string") return [{ path, key: path.replace(/^.*\./, ""), text: value }];
  if (Array.isArray(value)) return value.flatMap((item, i) => texts(item, `${path}[${i}]`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner as JsonValue, `${path}.${key}`));
}
