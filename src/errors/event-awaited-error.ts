import { AutomationsError } from "./automations-error.js";

/**
 * An event was awaited, returned from an async function or given to `Promise.resolve`/`Promise.all`.
 * Events have a `then(action)` as in Python, so JavaScript mistakes them for promises.
 */
export class EventAwaitedError extends AutomationsError {
  constructor(eventName: string) {
    super("EVENT_AWAITED", `${eventName} is not a promise, but it was awaited or resolved as one.`, {
      hint: `Call .then(action) with an action and pass on what it returns; to carry an event through a promise, wrap it: { event }.`,
    });
  }
}
