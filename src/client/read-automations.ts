import { isAutomationsError } from "../errors/index.js";
import { parseTrigger, type TriggerRecord } from "../wire/trigger.js";
import type { Session } from "./session.js";

/**
 * Reads the automations of an answer one by one. A row that can't be read, or that the server keeps from this key, is
 * left out with a warning: it mustn't cost the others.
 */
export function readAutomations(nodes: readonly unknown[], session: Pick<Session, "warn">): TriggerRecord[] {
  return nodes.flatMap((node) => {
    if (node === null || node === undefined) {
      session.warn("The server returned an automation as null; it is left out.");
      return [];
    }
    try {
      return [parseTrigger(node)];
    } catch (error) {
      if (!isAutomationsError(error)) throw error;
      session.warn(`${error.message} It is left out.`);
      return [];
    }
  });
}
