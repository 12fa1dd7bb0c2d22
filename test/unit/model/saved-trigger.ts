import { Automation, type AutomationBackend } from "wandb-automations";
import { parseTrigger } from "../../../src/wire/trigger.js";

/** A Trigger node as servers return it: an alias event in a project, that does nothing. */
export function triggerNode(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    __typename: "Trigger",
    id: "VHJpZ2dlcjox",
    createdAt: "2026-03-01T12:00:00Z",
    updatedAt: null,
    name: "alert",
    description: "why",
    enabled: true,
    scope: { __typename: "Project", id: "UHJvamVjdDox", name: "vision" },
    event: {
      __typename: "FilterEventTriggeringCondition",
      eventType: "ADD_ARTIFACT_ALIAS",
      filter: '{"filter":"{\\"$or\\":[{\\"$and\\":[{\\"alias\\":{\\"$eq\\":\\"prod\\"}}]}]}"}',
    },
    action: { __typename: "NoOpTriggeredAction", noOp: true },
    ...changes,
  };
}

/** The same as users get it. */
export function savedAutomation(
  changes: Record<string, unknown> = {},
  backend = {} as AutomationBackend,
): Automation {
  return new Automation(parseTrigger(triggerNode(changes)), backend);
}

/** An event node of that type and filter. */
export const eventNode = (eventType: string, filter: unknown) => ({
  __typename: "FilterEventTriggeringCondition",
  eventType,
  filter: typeof filter === "string" ? filter : JSON.stringify(filter),
});
